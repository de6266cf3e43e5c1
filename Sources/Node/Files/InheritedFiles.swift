import Foundation
import Glibc

/// The files that whoever started this process has left open for it, beside the standard streams.
///
/// A process that runs for long must not hold them: somebody may wait for the end of a pipe among
/// them. They are not closed at once, for a secret may be read from one, as in
/// `--passphrase-file <(pass show validator)`.
struct InheritedFiles {
  private let numbers: [Int32]

  /// Takes note of what is open; nothing else may have been opened so far.
  static func found() -> InheritedFiles {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    // The folder itself was among them, and is closed.
    return InheritedFiles(
      numbers: names.compactMap { Int32($0) }.filter { $0 > 2 && fcntl($0, F_GETFD) != -1 })
  }

  static let none = InheritedFiles(numbers: [])

  func close() {
    for number in numbers { _ = Glibc.close(number) }
  }
}
