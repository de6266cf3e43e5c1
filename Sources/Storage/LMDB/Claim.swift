import Glibc
import Synchronization

/// The right of this process to have an environment in a directory open, until it lets go.
///
/// 1. A process opens a directory once: LMDB's own locks belong to a process and would be lost
///    with the first of two openings that is closed.
/// 2. One process writes: the one that holds the lock on `writer.lock`, a file that says its id.
struct Claim: ~Copyable, Sendable {
  /// A directory by what it is rather than by one of its names.
  private struct Place: Hashable {
    let device: UInt
    let file: UInt
  }

  static var lockName: String { "writer.lock" }

  private static let taken = Mutex<Set<Place>>([])

  private let place: Place
  /// The lock file, open as long as the lock is held.
  private let lock: Int32?

  init(_ path: String, writing: Bool) throws(StorageError) {
    var status = stat()
    // SAFETY: the text is zero-terminated for the length of the call, which fills the structure.
    guard unsafe stat(path, &status) == 0 else {
      throw StorageError(errno, from: "stat", at: path)
    }
    let place = Place(device: UInt(status.st_dev), file: UInt(status.st_ino))
    guard Self.taken.withLock({ $0.insert(place).inserted }) else {
      throw .alreadyOpen(path: path)
    }
    do throws(StorageError) {
      lock = writing ? try Self.lock(path) : nil
    } catch {
      Self.taken.withLock { _ = $0.remove(place) }
      throw error
    }
    self.place = place
  }

  deinit {
    // The lock goes first, so that nobody finds the place free and the lock held. Closing alone
    // would leave it to a process that was forked and has not yet begun its own program.
    if let lock {
      flock(lock, LOCK_UN)
      close(lock)
    }
    Self.taken.withLock { _ = $0.remove(place) }
  }

  private static func lock(_ path: String) throws(StorageError) -> Int32 {
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    let file = unsafe open("\(path)/\(lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StorageError(errno, from: "open", at: path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = process(namedIn: file)
      close(file)
      guard code == EWOULDBLOCK else { throw StorageError(code, from: "flock", at: path) }
      throw .inUse(path: path, process: holder)
    }
    let text = "\(getpid())\n"
    // The id is there for the message of whoever comes second; a lock without it is as good.
    // SAFETY: the text is as long as its bytes, and the call keeps no pointer.
    if ftruncate(file, 0) == 0 { _ = unsafe pwrite(file, text, text.utf8.count, 0) }
    return file
  }

  private static func process(namedIn file: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    // SAFETY: the buffer outlives the call, which fills no more than its count.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(file, buffer.baseAddress, buffer.count, 0)
    }
    let digits = bytes.prefix(max(count, 0)).prefix { $0 != 0x0A }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}
