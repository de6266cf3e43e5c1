import CLMDB

extension MDB_val {
  /// Bytes that the library reads while the buffer is there.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    // SAFETY: the library takes keys and values to be written as pointers to bytes it may write to,
    // and does not write to them.
    unsafe self.init(
      mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }

  /// The bytes the library has found, which stay where they are until the transaction changes
  /// something or ends.
  var bytes: UnsafeBufferPointer<UInt8> {
    // SAFETY: the library's pointer and size describe bytes of its map, which are bound to no type.
    unsafe UnsafeBufferPointer(
      start: mv_data?.assumingMemoryBound(to: UInt8.self), count: mv_size)
  }
}
