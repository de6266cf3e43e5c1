import CEpoll
import Glibc

/// Waits for many sockets at once.
///
/// Each is reported once when it becomes readable or writable, and not again until it has been read
/// or written to its end; so nothing needs to be told to the system between two requests.
package struct Poller: ~Copyable {
  /// What has become of one socket.
  package struct Event {
    package let token: UInt64
    package let isReadable: Bool
    package let isWritable: Bool
  }

  /// The token of `wake`.
  package static let wakeToken = UInt64.max

  /// Room for what one wait reports.
  @safe package struct Events {
    // SAFETY: what the system reports is a number, never one of the pointers it could be.
    fileprivate var list = unsafe [epoll_event](repeating: epoll_event(), count: 256)

    package init() {}
  }

  private let descriptor: Descriptor
  /// What other threads end the waiting with.
  package let signal: Signal

  package init() throws(SocketError) {
    let signal = try Signal()
    let descriptor = try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
    guard Self.add(signal.number, token: Self.wakeToken, to: descriptor.number) else {
      throw SocketError("epoll_ctl")
    }
    self.descriptor = descriptor
    self.signal = signal
  }

  private static func add(_ file: Int32, token: UInt64, to number: Int32) -> Bool {
    // SAFETY: the call copies the structure, in which the token stands for no pointer.
    var event = unsafe epoll_event()
    unsafe event.events =
      EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
    unsafe event.data.u64 = token
    return unsafe epoll_ctl(number, EPOLL_CTL_ADD, file, &event) == 0
  }

  /// Begins to watch a socket, which is forgotten when it is closed.
  package func add(_ socket: borrowing Socket, token: UInt64) throws(SocketError) {
    guard Self.add(socket.number, token: token, to: descriptor.number) else {
      throw SocketError("epoll_ctl")
    }
  }

  /// Waits until something happens or the time is over.
  package func wait(milliseconds: Int32, _ events: inout Events, _ body: (Event) -> Void) {
    // SAFETY: the call fills no more elements than the array has.
    let count = unsafe epoll_wait(
      descriptor.number, &events.list, Int32(events.list.count), milliseconds)
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      let token = unsafe events.list[index].data.u64
      let flags = unsafe events.list[index].events
      if token == Self.wakeToken { signal.clear() }
      let ended = EPOLLHUP.rawValue | EPOLLERR.rawValue | EPOLLRDHUP.rawValue
      body(
        Event(
          token: token, isReadable: flags & (EPOLLIN.rawValue | ended) != 0,
          isWritable: flags & (EPOLLOUT.rawValue | ended) != 0))
    }
  }
}
