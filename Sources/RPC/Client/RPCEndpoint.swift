/// Where a node serves its clients, as they write it: `http://127.0.0.1:8545`.
package struct RPCEndpoint: Sendable, Equatable {
  package let host: String
  package let port: UInt16
  /// Begins with a slash.
  package let path: String

  /// Reads `http://host`, which a port and a path may follow.
  package init?(_ text: String) {
    let scheme = "http://"
    guard text.hasPrefix(scheme), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    self.path = path.isEmpty ? "/" : String(path)
    var host = authority
    var port: UInt16 = 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]) else { return nil }
      port = number
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    self.host = String(host)
    self.port = port
  }

  /// What a request names as its host.
  var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}

extension RPCEndpoint: CustomStringConvertible {
  package var description: String { "http://\(authority)\(path == "/" ? "" : path)" }
}
