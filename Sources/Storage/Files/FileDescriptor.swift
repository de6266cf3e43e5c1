import Glibc

/// The number of an open file that somebody else closes.
package struct FileDescriptor: Sendable {
  package let number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  /// Writes all bytes, however many calls that takes.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let start = written
      // SAFETY: the buffer outlives the call, and the count ends where the buffer ends.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count < 0 {
        let error = SystemError.last
        guard error.isInterruption else { throw error }
      } else {
        written += count
      }
    }
  }

  /// Reads what is there, at most so many bytes; nothing at the end of the file.
  package func read(atMost limit: Int) throws(SystemError) -> [UInt8] {
    while true {
      var bytes = [UInt8](repeating: 0, count: limit)
      // SAFETY: the buffer outlives the call, and the call fills no more than its count.
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
      }
      if count >= 0 {
        bytes.removeSubrange(count...)
        return bytes
      }
      let error = SystemError.last
      guard error.isInterruption else { throw error }
    }
  }

  /// Reads to the end of the file or to the limit.
  package func readAll(atMost limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let part = try read(atMost: min(limit - bytes.count, 64 << 10))
      if part.isEmpty { break }
      bytes.append(contentsOf: part)
    }
    return bytes
  }

  /// Returns when the file's bytes are on the disk.
  package func synchronize() throws(SystemError) {
    guard fsync(number) == 0 else { throw .last }
  }

  /// Who may do what with the file: the lower nine bits of its mode.
  package func permissions() throws(SystemError) -> UInt32 {
    var status = stat()
    // SAFETY: the call fills the structure it is handed and keeps no pointer.
    guard unsafe fstat(number, &status) == 0 else { throw .last }
    return status.st_mode & 0o777
  }
}
