import Glibc

/// Something that the system has opened for this process, closed when its one owner lets go of it.
///
/// To close a number twice is to close whatever another thread has opened under it meanwhile, a
/// journal or a database: that ends the process instead.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  /// Takes over what a call has opened.
  init(_ number: Int32, from call: String) throws(SocketError) {
    guard number >= 0 else { throw SocketError(call) }
    self.number = number
  }

  deinit {
    precondition(close(number) == 0 || errno != EBADF, "what is open is closed once")
  }
}
