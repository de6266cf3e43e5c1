import Glibc
import Storage

/// The right of this process to run the node of a home, until it lets go.
struct HomeLock: ~Copyable {
  private static let name = "node.lock"

  enum Refusal: Error {
    /// Another process has it.
    case taken(process: Int32?)
    case system(SystemError)
  }

  /// The lock goes with the file's being open.
  private let file: OpenFile

  init(_ home: String) throws(Refusal) {
    let file = try Self.open("\(home)/\(Self.name)")
    let holder: Int32??
    do throws(SystemError) {
      holder = try file.withDescriptor { file throws(SystemError) in try Self.lock(file) }
    } catch {
      throw .system(error)
    }
    if case .some(let process) = holder { throw .taken(process: process) }
    self.file = file
  }

  /// Takes the lock, or says who has it as far as that is known.
  private static func lock(_ file: FileDescriptor) throws(SystemError) -> Int32?? {
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .last }
      let text = try file.read(atMost: 16).prefix { $0 != 0x0A }
      return .some(Int32(String(decoding: text, as: UTF8.self)))
    }
    guard ftruncate(file.number, 0) == 0 else { throw .last }
    // The id is there for the message of whoever comes second.
    try file.write(Array("\(getpid())\n".utf8))
    return .none
  }

  private static func open(_ path: String) throws(Refusal) -> OpenFile {
    do throws(SystemError) {
      do throws(SystemError) {
        return try OpenFile(path, for: .readingAndWriting)
      } catch {
        guard error.isMissingFile else { throw error }
      }
      do throws(SystemError) {
        return try OpenFile(path, for: .creatingPrivate)
      } catch {
        // Whoever makes it first, all others find it.
        guard error.isExistingFile else { throw error }
        return try OpenFile(path, for: .readingAndWriting)
      }
    } catch {
      throw .system(error)
    }
  }
}
