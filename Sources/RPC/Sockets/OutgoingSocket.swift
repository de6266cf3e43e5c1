import Glibc

/// A connection that this process makes, whose calls wait for the other end for a bounded time.
struct OutgoingSocket: ~Copyable {
  private let number: Int32

  /// Connects to the first address of a host that takes the connection.
  init(host: String, port: UInt16, timeoutMilliseconds: Int) throws(SocketError) {
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
    var failure = SocketError("getaddrinfo", code: ENXIO)
    var entry = unsafe found
    while let current = unsafe entry {
      // SAFETY: the entries of the list are whole, and each address has the length it states.
      let information = unsafe current.pointee
      let number = unsafe socket(
        information.ai_family, information.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
      if number >= 0 {
        Self.setTimeouts(of: number, milliseconds: timeoutMilliseconds)
        if unsafe connect(number, information.ai_addr, information.ai_addrlen) == 0 {
          self.number = number
          return
        }
        failure = SocketError("connect")
        close(number)
      } else {
        failure = SocketError("socket")
      }
      unsafe entry = unsafe information.ai_next
    }
    throw failure
  }

  deinit {
    close(number)
  }

  private static func setTimeouts(of number: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // SAFETY: the calls read the structure they are handed and keep no pointer.
    _ = unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    _ = unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }

  func write(_ bytes: [UInt8]) throws(SocketError) {
    var sent = 0
    while sent < bytes.count {
      let start = sent
      // SAFETY: the buffer outlives the call, and the count ends where the buffer ends.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start,
          Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        throw SocketError("send")
      }
    }
  }

  /// Everything until the other end closes, which is an error beyond a limit.
  func readAll(atMost limit: Int) throws(SocketError) -> [UInt8] {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // SAFETY: the call fills no more than the buffer's count.
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe recv(number, buffer.baseAddress, buffer.count, 0)
      }
      if count > 0 {
        all += part[..<count]
        guard all.count <= limit else { throw SocketError("recv", code: EMSGSIZE) }
      } else if count == 0 {
        return all
      } else if errno != EINTR {
        throw SocketError("recv")
      }
    }
  }
}
