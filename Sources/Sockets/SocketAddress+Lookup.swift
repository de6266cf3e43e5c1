import Glibc

extension SocketAddress {
  /// The addresses of a host, which may be a name or digits.
  ///
  /// Asking for a name waits for other machines, for as long as the system sees fit.
  package static func lookUp(host: String, port: UInt16) throws(SocketError) -> [SocketAddress] {
    if let address = SocketAddress(host, port: port) { return [address] }
    // SAFETY: a structure of zeros asks for nothing, and points to nothing.
    var hints = unsafe addrinfo()
    // SAFETY: as above; the member is a number.
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    // SAFETY: the texts are zero-terminated for the length of the call; the list it makes is freed
    // below, and nothing of it is used afterwards.
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0 else {
      throw SocketError("getaddrinfo", code: ENXIO)
    }
    defer { unsafe freeaddrinfo(found) }
    var addresses: [SocketAddress] = []
    var entry = unsafe found
    while let current = unsafe entry {
      // SAFETY: the entries of the list are whole, and each address has the length it states, which
      // is never more than a storage holds.
      let information = unsafe current.pointee
      var storage = sockaddr_storage()
      let isKnown =
        unsafe information.ai_family == AF_INET || information.ai_family == AF_INET6
      if isKnown, let address = unsafe information.ai_addr {
        unsafe withUnsafeMutableBytes(of: &storage) { storage in
          unsafe storage.copyMemory(
            from: UnsafeRawBufferPointer(start: address, count: Int(information.ai_addrlen)))
        }
        addresses.append(SocketAddress(storage))
      }
      unsafe entry = unsafe information.ai_next
    }
    guard !addresses.isEmpty else { throw SocketError("getaddrinfo", code: ENXIO) }
    return addresses
  }
}
