import CLMDB

extension Environment {
  /// The length of the data file.
  package var sizeBytes: Int {
    get throws(StorageError) { try open.dataBytes() }
  }

  /// The addresses the map takes now.
  package var mapBytes: Int {
    get throws(StorageError) {
      guard open.gate.enter() else { throw .unusable(path: path) }
      defer { open.gate.leave() }
      return open.extent.mapBytes
    }
  }

  /// The read transactions that are open now, in all processes.
  package var readers: Int {
    get throws(StorageError) {
      var lines = 0
      // SAFETY: the library calls the closure, with the pointer to the count, only before it
      // returns; it looks at the table of readers and not at the map.
      let code = unsafe withUnsafeMutablePointer(to: &lines) { lines in
        unsafe mdb_reader_list(
          open.pointer,
          { _, lines in
            unsafe lines?.assumingMemoryBound(to: Int.self).pointee += 1
            return 0
          }, lines)
      }
      guard code >= 0 else { throw open.error(code, from: "mdb_reader_list") }
      // The first line is a heading, or says that there are none.
      return lines - 1
    }
  }
}
