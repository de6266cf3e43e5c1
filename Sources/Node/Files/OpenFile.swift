internal import Glibc

/// An open file, closed when its one owner lets go of it.
package struct OpenFile: ~Copyable {
  package enum Access: Sendable {
    case reading
    case readingAndWriting
    /// Makes a file that only its owner may read, and fails where the name is taken.
    case creatingPrivate
    case directory
  }

  package let descriptor: FileDescriptor

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

  /// Who may do what with the file: the lower nine bits of its mode.
  package func permissions() throws(SystemError) -> UInt32 {
    var status = stat()
    // SAFETY: the call fills the structure it is handed and keeps no pointer.
    guard unsafe fstat(descriptor.number, &status) == 0 else { throw .last }
    return status.st_mode & 0o777
  }
}
