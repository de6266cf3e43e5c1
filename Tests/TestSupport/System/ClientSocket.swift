import Glibc

/// A client's end of a connection to this machine, which waits for what it asks for.
package final class ClientSocket: Sendable {
  /// A call that the system refused.
  package struct Failure: Error {
    package let call: String
    package let code: Int32
  }

  private let number: Int32

  /// Connects to a port of this machine; what does not come within the time is not waited for.
  package init(port: UInt16, timeoutMilliseconds: Int = 10_000) throws {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { throw Failure(call: "socket", code: errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // SAFETY: the structures outlive the calls, which read no more than their sizes.
    let code = unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(number, address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      let failure = Failure(call: "connect", code: errno)
      close(number)
      throw failure
    }
    var one: Int32 = 1
    var time = timeval(
      tv_sec: timeoutMilliseconds / 1_000, tv_usec: timeoutMilliseconds % 1_000 * 1_000)
    unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    // Not before nothing can fail: an owner closes it, even one that was never quite made.
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Sends all bytes, or as many as the other end takes; returns how many that were.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let start = sent
      // SAFETY: the buffer outlives the call, and the count ends where the buffer ends.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return sent }
      sent += count
    }
    return sent
  }

  @discardableResult
  package func send(_ text: String) -> Int { send(Array(text.utf8)) }

  /// The next bytes, or none when the other end has closed or nothing came in time.
  package func receive(atMost limit: Int = 64 << 10) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    // SAFETY: the call fills no more than the buffer's count.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe recv(number, buffer.baseAddress, buffer.count, 0)
    }
    return Array(bytes.prefix(max(0, count)))
  }

  /// Everything until the other end closes.
  package func receiveAll() -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = receive()
      if part.isEmpty { return all }
      all += part
    }
  }

  /// So many bytes, or fewer if no more come.
  package func receive(exactly count: Int) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      let part = receive(atMost: count - all.count)
      if part.isEmpty { break }
      all += part
    }
    return all
  }

  /// Says that nothing more is sent.
  package func endOutput() {
    _ = shutdown(number, Int32(SHUT_WR))
  }

  /// Leaves so that the other end sees an error rather than an end.
  package func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    // SAFETY: the call reads the structure it is handed.
    unsafe setsockopt(
      number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    _ = shutdown(number, Int32(SHUT_RDWR))
  }
}
