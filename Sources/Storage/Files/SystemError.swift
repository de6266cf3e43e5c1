import Glibc

/// A call to the operating system that it refused.
package struct SystemError: Error, Equatable {
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// The refusal of the call that has just returned.
  package static var last: SystemError { SystemError(code: errno) }

  package var isClosedPipe: Bool { code == EPIPE }
  package var isMissingFile: Bool { code == ENOENT }
  package var isExistingFile: Bool { code == EEXIST }
  package var isInterruption: Bool { code == EINTR }

  /// The system's own words.
  package var reason: String {
    // SAFETY: `strerror` returns a zero-terminated text for every code, copied here at once.
    unsafe String(cString: strerror(code))
  }
}
