/// Which names a server answers to, and which web pages may talk to it.
///
/// A page can make a browser send requests to any address, and by rebinding a name of its own even
/// read the answers. So a request must name a host that is ours, and a page must come from a place
/// that is trusted:
///
/// 1. A host is ours if it is an address, `localhost`, or listed.
/// 2. A page is trusted if it is served by this host or machine, belongs to a browser's extension,
///    or is listed. What is no page names no origin.
package struct AccessRules: Sendable, Equatable {
  private let hosts: [String]
  private let origins: [String]

  /// Takes names of hosts and whole origins; `*` stands for all.
  package init(hosts: [String] = [], origins: [String] = []) {
    self.hosts = hosts.map { $0.lowercased() }
    self.origins = origins.map { $0.lowercased() }
  }

  private static let extensionSchemes = [
    "chrome-extension://", "moz-extension://", "safari-web-extension://",
  ]

  func check(_ head: HTTPHead) throws(HTTPRefusal) {
    if let host = head.host, !allows(host: host) {
      throw HTTPRefusal(.forbidden, "the host \(host) is not one this server answers to")
    }
    if let origin = head[.origin], !allows(origin: origin, host: head.host) {
      throw HTTPRefusal(.forbidden, "pages of \(origin) may not use this server")
    }
  }

  package func allows(host: String) -> Bool {
    let name = Self.name(ofHost: host.lowercased())
    return hosts.contains("*") || hosts.contains(name) || Self.isOwn(name) || Self.isAddress(name)
  }

  package func allows(origin: String, host: String?) -> Bool {
    let origin = origin.lowercased()
    if origins.contains("*") || origins.contains(origin) { return true }
    if Self.extensionSchemes.contains(where: origin.hasPrefix) { return true }
    guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
    let authority = String(origin.dropFirst(scheme.count))
    return authority == host?.lowercased() || Self.isOwn(Self.name(ofHost: authority))
  }

  /// A host without its port.
  private static func name(ofHost host: String) -> String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
    return String(host.prefix { $0 != ":" })
  }

  private static func isOwn(_ name: String) -> Bool {
    name == "localhost" || name.hasSuffix(".localhost") || name == "127.0.0.1" || name == "[::1]"
  }

  /// Nobody can rebind an address.
  private static func isAddress(_ name: String) -> Bool {
    if name.hasPrefix("[") && name.hasSuffix("]") {
      return name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(\.isNumber) && (Int(part) ?? 256) < 256
      }
  }
}
