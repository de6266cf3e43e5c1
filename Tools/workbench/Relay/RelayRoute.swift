import Foundation
import Sockets

/// The way from one node to another through the relay.
struct RelayRoute {
  let from: Int
  let to: Int
  /// Where the relay takes what the one node sends to the other.
  let entrance: SocketAddress
  /// Where the other node listens.
  let exit: SocketAddress

  init(from: Int, to: Int, entrance: SocketAddress, exit: SocketAddress) {
    self.from = from
    self.to = to
    self.entrance = entrance
    self.exit = exit
  }

  /// Reads both numbers and both addresses, as `tradewind testnet` writes them.
  init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 4, let from = Int(words[0]), let to = Int(words[1]),
      let entrance = Self.address(words[2]), let exit = Self.address(words[3])
    else { return nil }
    self.init(from: from, to: to, entrance: entrance, exit: exit)
  }

  private static func address(_ text: String) -> SocketAddress? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[colon...].dropFirst()) else {
      return nil
    }
    let host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    return SocketAddress(String(isBracketed ? host.dropFirst().dropLast() : host), port: port)
  }

  /// The routes of a file; nothing if one of its lines is none.
  static func read(_ text: String) -> [RelayRoute]? {
    let lines = text.split(separator: "\n")
    let routes = lines.compactMap { RelayRoute($0) }
    return routes.count == lines.count && !routes.isEmpty ? routes : nil
  }
}
