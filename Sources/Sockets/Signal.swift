import CEpoll
import Glibc

/// What one thread ends another one's waiting with.
package final class Signal: Sendable {
  let number: Int32

  package init() throws(SocketError) {
    number = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard number >= 0 else { throw SocketError("eventfd") }
  }

  deinit {
    close(number)
  }

  package func send() {
    var one: UInt64 = 1
    // SAFETY: the call reads the eight bytes it is handed.
    _ = unsafe write(number, &one, 8)
  }

  package func clear() {
    var count: UInt64 = 0
    // SAFETY: the call fills the eight bytes it is handed.
    _ = unsafe read(number, &count, 8)
  }
}
