import CEpoll
import Glibc

/// What one thread ends another one's waiting with.
package final class Signal: Sendable {
  private let descriptor: Descriptor
  var number: Int32 { descriptor.number }

  package init() throws(SocketError) {
    descriptor = try Descriptor(eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)), from: "eventfd")
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
