import Glibc

/// A connection that this process makes, whose calls wait for the other end for a bounded time.
package struct OutgoingSocket: ~Copyable {
  private let descriptor: Descriptor
  private var number: Int32 { descriptor.number }

  /// Connects to the first address of a host that takes the connection.
  package init(host: String, port: UInt16, timeoutMilliseconds: Int) throws(SocketError) {
    var failure = SocketError("getaddrinfo", code: ENXIO)
    for address in try SocketAddress.lookUp(host: host, port: port) {
      do throws(SocketError) {
        descriptor = try Self.connected(to: address, timeoutMilliseconds)
        return
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private static func connected(
    to address: SocketAddress, _ timeoutMilliseconds: Int
  ) throws(SocketError) -> Descriptor {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = try Descriptor(socket(address.family, kind, 0), from: "socket")
    setTimeouts(of: descriptor.number, milliseconds: timeoutMilliseconds)
    var (storage, size) = address.storage
    // SAFETY: the structure outlives the call, which reads as many bytes of it as the size says.
    let code = unsafe withUnsafePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(descriptor.number, address, size)
      }
    }
    guard code == 0 else { throw SocketError("connect") }
    return descriptor
  }

  private static func setTimeouts(of number: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // SAFETY: the calls read the structure they are handed and keep no pointer.
    _ = unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    _ = unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }

  package func write(_ bytes: [UInt8]) throws(SocketError) {
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
  package func readAll(atMost limit: Int) throws(SocketError) -> [UInt8] {
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
