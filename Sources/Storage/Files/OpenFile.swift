import Glibc

/// An open file, closed when its one owner lets go of it.
package struct OpenFile: ~Copyable {
  /// What the file is opened for.
  package enum Access: Sendable {
    case reading
    case readingAndWriting
    /// Makes a file that only its owner may read, and fails where the name is taken.
    case creatingPrivate
    case directory
  }

  private let descriptor: FileDescriptor

  package init(_ path: String, for access: Access) throws(SystemError) {
    let flags =
      switch access {
      case .reading: O_RDONLY
      case .readingAndWriting: O_RDWR | O_NOCTTY
      case .creatingPrivate: O_WRONLY | O_CREAT | O_EXCL
      case .directory: O_RDONLY | O_DIRECTORY
      }
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    let number = unsafe open(path, flags | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw .last }
    descriptor = FileDescriptor(number)
  }

  deinit {
    close(descriptor.number)
  }

  /// Lends the descriptor, which is not to be used any more when the closure returns.
  ///
  /// A copy of it would not keep the file open.
  package borrowing func withDescriptor<Result>(
    _ body: (FileDescriptor) throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    try body(descriptor)
  }
}
