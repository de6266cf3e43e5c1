import Glibc

/// A data file that was being made when the process ended or the disk was full.
///
/// LMDB begins a file with two pages, of which only a part may have arrived; it takes that for no
/// database, and nobody could ever make one there. Nothing has been committed to such a file.
///
/// ```
/// ┌─────────────┬─────────────────┬─────────────────────┬─────────────────────────┬───┐
/// │ page header │ mark of LMDB    │ sizes, keyspaces    │ number of the           │   │ twice
/// │ 16          │ 4               │ 124                 │ transaction, 0 at first │   │
/// └─────────────┴─────────────────┴─────────────────────┴─────────────────────────┴───┘
/// ```
extension Directory {
  /// Whether there is a data file to which nothing has ever been committed.
  func hasUnfinishedData() throws(StorageError) -> Bool {
    guard let size = try dataBytes(), size < 2 * PageSize.bytes else { return false }
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    let file = unsafe open("\(path)/\(Self.dataName)", O_RDONLY | O_CLOEXEC)
    // What forbids this is for LMDB to judge.
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: size)
    // SAFETY: the buffer outlives the call, which fills no more than its count.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(file, buffer.baseAddress, buffer.count, 0)
    }
    return count == size && Self.isBeginning(bytes)
  }

  /// Takes the file away; for the one who has claimed the directory.
  func clearUnfinishedData() throws(StorageError) {
    guard try hasUnfinishedData() else { return }
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe truncate("\(path)/\(Self.dataName)", 0) == 0 else {
      throw StorageError(errno, from: "truncate", at: path)
    }
  }

  private static func isBeginning(_ bytes: [UInt8]) -> Bool {
    let (mark, number) = (16..<20, 144..<152)
    if bytes.allSatisfy({ $0 == 0 }) { return true }
    return bytes.count >= number.upperBound && bytes[mark].elementsEqual([0xDE, 0xC0, 0xEF, 0xBE])
      && bytes[number].allSatisfy { $0 == 0 }
  }
}
