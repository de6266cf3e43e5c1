import CLMDB
import Glibc

extension OpenEnvironment {
  /// The size of the map and how much of it the database has ever used.
  struct Extent {
    let mapBytes: Int
    let usedBytes: Int
  }

  /// For those inside the gate and the holder of the pen.
  var extent: Extent {
    // SAFETY: the library fills both structures; the map stays where it is meanwhile.
    var info = unsafe MDB_envinfo()
    var statistics = MDB_stat()
    unsafe mdb_env_info(pointer, &info)
    unsafe mdb_env_stat(pointer, &statistics)
    return Extent(
      mapBytes: unsafe info.me_mapsize,
      usedBytes: unsafe (info.me_last_pgno + 1) * Int(statistics.ms_psize))
  }

  /// Doubles the map once all read transactions have ended; for the holder of the pen.
  func grow() throws(StorageError) {
    let current = extent.mapBytes
    guard current < options.mapBytesMax else { throw .mapFull(path: path, sizeBytes: current) }
    let limit = PageSize.roundUp(options.mapBytesMax)
    try moveMap(toBytes: min(2 * current, limit), withinMilliseconds: options.growthMilliseconds)
  }

  /// Doubles the map if less than a quarter is left and nobody reads; for the holder of the pen.
  ///
  /// There is no harm in failing: what has to grow will say so.
  func growEarly() {
    let extent = extent
    guard 4 * extent.usedBytes > 3 * extent.mapBytes, extent.mapBytes < options.mapBytesMax else {
      return
    }
    let size = min(2 * extent.mapBytes, PageSize.roundUp(options.mapBytesMax))
    try? moveMap(toBytes: size, withinMilliseconds: 0)
  }

  /// Follows another process that has made the map of the same file larger.
  ///
  /// For whoever is not inside the gate and does not hold the pen.
  func adopt() throws(StorageError) {
    guard gate.takePen() else { throw .unusable(path: path) }
    defer { gate.returnPen() }
    let extent = extent
    guard extent.usedBytes > extent.mapBytes else { return }
    try moveMap(
      toBytes: max(PageSize.roundUp(extent.usedBytes), 2 * extent.mapBytes),
      withinMilliseconds: options.growthMilliseconds)
  }

  private func moveMap(toBytes size: Int, withinMilliseconds limit: Int) throws(StorageError) {
    var code: Int32 = 0
    let readers = gate.whenEmpty(withinMilliseconds: limit) {
      code = tryMap(size)
      guard code == 0 else { return true }
      // SAFETY: nobody is inside the gate, and the pen is held: no transaction of this process is
      // open, and nobody looks at the map.
      code = unsafe mdb_env_set_mapsize(pointer, size)
      return code == 0
    }
    guard readers == 0 else { throw .growthBlocked(path: path, readers: readers) }
    guard code == 0 else {
      throw StorageError(code, from: "mdb_env_set_mapsize", at: path, mapBytes: size)
    }
  }

  /// Whether a map of this size has a place beside the present one, as a code of the system.
  ///
  /// LMDB gives its map up before it asks for another, and is left without any if that is refused.
  private func tryMap(_ size: Int) -> Int32 {
    // SAFETY: the map made here is read by nobody and removed at once.
    guard let map = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, dataFile, 0),
      unsafe map != MAP_FAILED
    else { return errno }
    unsafe munmap(map, size)
    return 0
  }

  /// The data file, open as long as this value is.
  var dataFile: Int32 {
    var file: Int32 = -1
    // SAFETY: the library fills the number from the handle.
    unsafe mdb_env_get_fd(pointer, &file)
    return file
  }
}
