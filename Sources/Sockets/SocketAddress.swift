import Glibc

/// An address of the internet protocol, of either version, with a port.
package struct SocketAddress: Sendable, Hashable {
  /// Four or sixteen bytes.
  package let bytes: [UInt8]
  package let port: UInt16

  /// Reads an address in digits; names are not looked up.
  package init?(_ text: String, port: UInt16) {
    var version4 = in_addr()
    var version6 = in6_addr()
    // SAFETY: the calls read a zero-terminated text and fill the structure they are handed; its
    // bytes are copied at once.
    if unsafe inet_pton(AF_INET, text, &version4) == 1 {
      bytes = unsafe withUnsafeBytes(of: &version4) { unsafe Array($0) }
    } else if unsafe inet_pton(AF_INET6, text, &version6) == 1 {
      bytes = unsafe withUnsafeBytes(of: &version6) { unsafe Array($0) }
    } else {
      return nil
    }
    self.port = port
  }

  /// Takes what the system says about a socket.
  init(_ storage: sockaddr_storage) {
    var storage = storage
    let family = Int32(storage.ss_family)
    // SAFETY: the storage is large enough for either structure, and the family says which it is.
    (bytes, port) = unsafe withUnsafeBytes(of: &storage) { raw in
      if family == AF_INET6 {
        let address = unsafe raw.load(as: sockaddr_in6.self)
        var host = address.sin6_addr
        return (
          unsafe withUnsafeBytes(of: &host) { unsafe Array($0) },
          UInt16(bigEndian: address.sin6_port)
        )
      }
      let address = unsafe raw.load(as: sockaddr_in.self)
      var host = address.sin_addr
      return (
        unsafe withUnsafeBytes(of: &host) { unsafe Array($0) }, UInt16(bigEndian: address.sin_port)
      )
    }
  }

  var family: Int32 { bytes.count == 4 ? AF_INET : AF_INET6 }

  /// The structure that the system's calls take, with its length.
  var storage: (sockaddr_storage, socklen_t) {
    var storage = sockaddr_storage()
    // SAFETY: the storage is large and aligned enough for either structure.
    unsafe withUnsafeMutableBytes(of: &storage) { raw in
      if bytes.count == 4 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        unsafe withUnsafeMutableBytes(of: &address.sin_addr) { unsafe $0.copyBytes(from: bytes) }
        unsafe raw.storeBytes(of: address, as: sockaddr_in.self)
      } else {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { unsafe $0.copyBytes(from: bytes) }
        unsafe raw.storeBytes(of: address, as: sockaddr_in6.self)
      }
    }
    let size = bytes.count == 4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    return (storage, socklen_t(size))
  }

  /// Whether only this machine can reach it.
  package var isLoopback: Bool {
    if bytes.count == 4 { return bytes[0] == 127 }
    return bytes == [UInt8](repeating: 0, count: 15) + [1] || isMapped && bytes[12] == 127
  }

  /// Whether it stands for an address of version 4.
  private var isMapped: Bool {
    bytes.count == 16 && bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
  }

  /// Who counts as one client: an address, of version 6 the network that one customer gets.
  package var clientKey: [UInt8] {
    if bytes.count == 4 { return bytes }
    return isMapped ? Array(bytes[12...]) : Array(bytes[..<8])
  }

  /// The network it is in, as one operator may well have all of it: /24, or /48 of version 6.
  package var networkKey: [UInt8] {
    let client = clientKey
    return Array(client.prefix(client.count == 4 ? 3 : 6))
  }
}

extension SocketAddress: CustomStringConvertible {
  package var description: String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") + ":\(port)" }
    let groups = stride(from: 0, to: 16, by: 2).map { at in
      String(UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]), radix: 16)
    }
    return "[\(groups.joined(separator: ":"))]:\(port)"
  }
}
