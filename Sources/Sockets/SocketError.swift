import Glibc

/// A call about sockets that the system refused.
package struct SocketError: Error, Equatable {
  package let code: Int32
  package let call: String

  init(_ call: String, code: Int32 = errno) {
    self.call = call
    self.code = code
  }

  package var isAddressInUse: Bool { code == EADDRINUSE }
  package var isForbidden: Bool { code == EACCES || code == EPERM }
  /// What went wrong, for people.
  package var reason: String {
    if call == "getaddrinfo" { return "there is no such host" }
    // The system says that it would have to wait for longer than it was told to.
    if code == EAGAIN { return "it does not answer in time" }
    // SAFETY: `strerror` returns a zero-terminated text for every code, copied here at once.
    return unsafe String(cString: strerror(code))
  }

  /// No further file can be opened, by this process or by any.
  package var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }
}

extension SocketError: CustomStringConvertible {
  package var description: String {
    // SAFETY: `strerror` returns a zero-terminated text for every code, copied here at once.
    unsafe "\(call): \(String(cString: strerror(code)))"
  }
}
