import Glibc

/// A socket that never makes its caller wait, closed when its one owner lets go of it.
package struct Socket: ~Copyable {
  /// What came of asking for bytes.
  package enum Input: Equatable {
    case bytes(Int)
    case nothingYet
    case end
  }

  private let descriptor: Descriptor
  var number: Int32 { descriptor.number }

  /// Listens at an address.
  package init(listeningAt address: SocketAddress, backlog: Int32) throws(SocketError) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = try Descriptor(Glibc.socket(address.family, kind, 0), from: "socket")
    let number = descriptor.number
    Self.setOption(number, SOL_SOCKET, SO_REUSEADDR)
    if address.family == AF_INET6 { Self.setOption(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
    var (storage, size) = address.storage
    // SAFETY: the structure outlives the call, which reads as many bytes of it as the size says.
    let bound = unsafe withUnsafePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(number, address, size)
      }
    }
    guard bound == 0, Glibc.listen(number, backlog) == 0 else { throw SocketError("bind") }
    self.descriptor = descriptor
  }

  /// Begins to connect; whether that succeeds is known when the socket becomes writable.
  package init(connectingTo address: SocketAddress) throws(SocketError) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = try Descriptor(Glibc.socket(address.family, kind, 0), from: "socket")
    let number = descriptor.number
    Self.setOption(number, Int32(IPPROTO_TCP), TCP_NODELAY)
    var (storage, size) = address.storage
    // SAFETY: the structure outlives the call, which reads as many bytes of it as the size says.
    let code = unsafe withUnsafePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(number, address, size)
      }
    }
    guard code == 0 || errno == EINPROGRESS || errno == EINTR else {
      throw SocketError("connect")
    }
    self.descriptor = descriptor
  }

  private init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  private static func setOption(
    _ number: Int32, _ level: Int32, _ option: Int32, to value: Int32 = 1
  ) {
    var value = value
    // SAFETY: the call reads the value it is handed and keeps no pointer.
    _ = unsafe setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// The address this end has.
  package func localAddress() throws(SocketError) -> SocketAddress {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // SAFETY: the call fills at most as many bytes as the size says, which the structure has.
    let code = unsafe withUnsafeMutablePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe getsockname(number, address, &size)
      }
    }
    guard code == 0 else { throw SocketError("getsockname") }
    return SocketAddress(storage)
  }

  /// Asks the system to take no more than so many bytes beyond those that are on their way, so that
  /// what is urgent does not queue up behind them where nothing can overtake.
  package func keepUnsentBelow(_ sizeBytes: Int) {
    Self.setOption(
      number, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, to: Int32(clamping: sizeBytes))
  }

  /// Asks the system to keep no more than so many bytes that have arrived and were not read.
  ///
  /// Otherwise it keeps megabytes where the other end is fast, and what is urgent waits in them.
  package func keepUnreadBelow(_ sizeBytes: Int) {
    Self.setOption(
      number, Int32(IPPROTO_TCP), TCP_WINDOW_CLAMP, to: Int32(clamping: sizeBytes))
  }

  /// Why an attempt to connect, or the connection since, has failed, if it has.
  package func takeError() -> SocketError? {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    // SAFETY: the call fills the number and its size, which it is handed.
    let result = unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
    guard result == 0 else { return SocketError("getsockopt") }
    return code == 0 ? nil : SocketError("connect", code: code)
  }

  /// Takes the next client that waits, and says where it is; nothing if none waits.
  package func accept(_ body: (consuming Socket, SocketAddress) -> Void) throws(SocketError) -> Bool
  {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // SAFETY: the call fills at most as many bytes as the size says, which the structure has.
    let accepted = unsafe withUnsafeMutablePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe Glibc.accept(number, address, &size)
      }
    }
    guard accepted >= 0 else {
      if errno == EAGAIN || errno == EWOULDBLOCK { return false }
      // A client that has gone again is nothing to stop for.
      if errno == ECONNABORTED || errno == EINTR || errno == EPROTO { return true }
      throw SocketError("accept")
    }
    let client = Socket(try Descriptor(accepted, from: "accept"))
    _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    // Answers are written in one piece, and nobody gains by waiting for more.
    Self.setOption(accepted, Int32(IPPROTO_TCP), TCP_NODELAY)
    body(client, SocketAddress(storage))
    return true
  }

  /// Adds what has arrived, at most so many bytes; whatever else goes wrong is an end as well.
  package func read(into bytes: inout [UInt8], atMost limit: Int) -> Input {
    var result = 0
    var code: Int32 = 0
    bytes.append(addingCapacity: limit) { span in
      // SAFETY: the call fills no more than the room there is, and what it filled is counted.
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        repeat {
          result = unsafe recv(number, buffer.baseAddress, buffer.count, 0)
          code = errno
        } while result < 0 && code == EINTR
        count = max(0, result)
      }
    }
    if result > 0 { return .bytes(result) }
    return result < 0 && (code == EAGAIN || code == EWOULDBLOCK) ? .nothingYet : .end
  }

  /// Sends what the system takes; nothing if the client has gone.
  package func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    while true {
      // SAFETY: the buffer outlives the call, which reads no more than its count.
      let result = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      if result >= 0 { return result }
      if errno == EAGAIN || errno == EWOULDBLOCK { return 0 }
      guard errno == EINTR else { return nil }
    }
  }

  /// Tells the client that nothing more comes.
  package func endOutput() {
    _ = shutdown(number, Int32(SHUT_WR))
  }
}
