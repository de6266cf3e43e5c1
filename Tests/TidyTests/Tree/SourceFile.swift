import Foundation

/// A file of the repository.
struct SourceFile: Sendable {
  /// Relative to the root of the repository.
  let path: String
  let sizeBytes: Int
  let isExecutable: Bool
  /// Nothing if the bytes are no text.
  let text: String?

  init(path: String, sizeBytes: Int = 0, isExecutable: Bool = false, text: String?) {
    self.path = path
    self.sizeBytes = sizeBytes
    self.isExecutable = isExecutable
    self.text = text
  }

  init(path: String, root: String, attributes: [FileAttributeKey: Any]) throws {
    let data = try Data(contentsOf: URL(filePath: "\(root)/\(path)"))
    let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    self.init(
      path: path, sizeBytes: data.count, isExecutable: permissions & 0o111 != 0,
      text: String(data: data, encoding: .utf8))
  }

  var isScript: Bool { text?.hasPrefix("#!") == true }
}
