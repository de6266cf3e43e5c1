import CLMDB
import Glibc

/// The data file reaches to the last page the root knows of.
///
/// LMDB maps the file, and reading a page behind its end would stop the process with a signal. The
/// last pages may rightly be missing: LMDB does not write pages that a transaction made and freed
/// again. So the file is lengthened after a commit that leaves it short, and where a crash came in
/// between, when it is opened, provided that all that is missing is free.
extension OpenEnvironment {
  func dataBytes() throws(StorageError) -> Int {
    var status = stat()
    // SAFETY: the call fills the structure it is handed.
    guard unsafe fstat(dataFile, &status) == 0 else {
      throw StorageError(errno, from: "fstat", at: path)
    }
    return Int(status.st_size)
  }

  /// Lengthens the file behind a commit; for the holder of the pen.
  ///
  /// There is no harm in failing: opening it will see to it again.
  func settleLength() {
    let used = extent.usedBytes
    if let found = try? dataBytes(), found < used { ftruncate(dataFile, used) }
  }

  /// Sees that no page is missing that anybody could read; for the one who opens.
  func checkLength() throws(StorageError) {
    let wanted = extent.usedBytes
    let found = try dataBytes()
    guard found < wanted else { return }
    let reason = "its file has \(found) bytes of \(wanted)"
    guard isWritable else {
      throw .corrupt(path: path, reason: "\(reason), which only a writer may be able to mend")
    }
    // Bytes that were never written read as nought, which LMDB takes for a damaged page.
    guard ftruncate(dataFile, wanted) == 0 else {
      throw StorageError(errno, from: "ftruncate", at: path)
    }
    guard let free = try? freePages(), free.isSuperset(of: missingPages(from: found, to: wanted))
    else {
      ftruncate(dataFile, found)
      throw .corrupt(path: path, reason: reason)
    }
  }

  private func missingPages(from found: Int, to wanted: Int) -> Range<Int> {
    var statistics = MDB_stat()
    // SAFETY: the library fills the structure.
    unsafe mdb_env_stat(pointer, &statistics)
    let page = Int(statistics.ms_psize)
    return found / page..<wanted / page
  }

  private func freePages() throws(StorageError) -> Set<Int> {
    let transaction = try ReadTransaction(self)
    var pages: Set<Int> = []
    try transaction.visitFreePages { pages.insert($0) }
    return pages
  }
}
