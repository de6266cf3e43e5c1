/// Where a node is reached, and who has to answer there: `0x…@host:port`.
///
/// The host is a name or an address in digits, of version 6 in brackets.
package struct PeerEndpoint: Hashable, Sendable {
  /// The address of the transport key of its process.
  package let nodeID: Address
  package let host: String
  package let port: UInt16

  package init(nodeID: Address, host: String, port: UInt16) {
    self.nodeID = nodeID
    self.host = host
    self.port = port
  }
}

extension PeerEndpoint: LosslessStringConvertible {
  /// No longer text is an endpoint.
  private static let textSizeBytesMax = ProtocolLimits.endpointSizeBytesMax

  /// Reads what anybody may have written into the state.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.textSizeBytesMax, let at = text.firstIndex(of: "@"),
      let nodeID = try? Address(text: String(text[..<at])),
      let colon = text.lastIndex(of: ":"), colon > at,
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    var host = text[text.index(after: at)..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    let isPlain = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: ":"):
        true
      default: false
      }
    }
    guard !host.isEmpty, isPlain else { return nil }
    self.init(nodeID: nodeID, host: String(host), port: port)
  }

  package var description: String {
    "\(nodeID)@\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}
