package import Chain
import Codec

/// Where a node is reached, and who has to answer there: `0x<40 digits>@host:port`.
package struct PeerEndpoint: Hashable, Sendable {
  /// The address of the node's transport key.
  package let nodeID: Address
  /// A name, or an address in digits, without brackets.
  package let host: String
  package let port: UInt16

  package init(nodeID: Address, host: String, port: UInt16) {
    self.nodeID = nodeID
    self.host = host
    self.port = port
  }
}

extension PeerEndpoint: LosslessStringConvertible {
  package init?(_ text: String) {
    guard text.utf8.count <= TransportLimits.endpointSizeBytesMax,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let at = text.firstIndex(of: "@"), let colon = text.lastIndex(of: ":"), at < colon,
      text.hasPrefix("0x"), let nodeID = try? Address(text: String(text[..<at])),
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    var host = text[text.index(after: at)..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains(where: { "[]@/".contains($0) }) else { return nil }
    self.init(nodeID: nodeID, host: String(host), port: port)
  }

  package var description: String {
    "\(nodeID)@\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}
