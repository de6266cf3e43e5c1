import Foundation
package import Sockets

/// The way from one node to another through the relay.
package struct RelayRoute {
  package let from: Int
  package let to: Int
  /// Where the relay takes what the one node sends to the other.
  package let entrance: SocketAddress
  /// Where the other node listens.
  package let exit: SocketAddress

  package init(from: Int, to: Int, entrance: SocketAddress, exit: SocketAddress) {
    self.from = from
    self.to = to
    self.entrance = entrance
    self.exit = exit
  }

  /// Reads both numbers and both addresses, as `tradewind testnet` writes them.
  package init?(_ line: Substring) {
    let words: [String] = line.split(separator: " " as Character).map(String.init)
    guard words.count == 4, let from = Int(words[0]), let to = Int(words[1]),
      let entrance = Self.address(words[2]), let exit = Self.address(words[3])
    else { return nil }
    self.init(from: from, to: to, entrance: entrance, exit: exit)
  }

  private static func address(_ text: String) -> SocketAddress? {
    guard let colon = text.lastIndex(of: ":" as Character),
      let port = UInt16(text[colon...].dropFirst())
    else { return nil }
    let host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    return SocketAddress(String(isBracketed ? host.dropFirst().dropLast() : host), port: port)
  }

  /// The routes of a file; nothing if one of its lines is none.
  package static func read(_ text: String) -> [RelayRoute]? {
    let lines: [Substring] = text.split(separator: "\n" as Character)
    let routes = lines.compactMap { RelayRoute($0) }
    return routes.count == lines.count && !routes.isEmpty ? routes : nil
  }
}
