import Foundation

/// A file that is generated, as it must be.
package struct PublishedFile {
  package let name: String
  package let text: String

  /// How files that lie in a folder differ from those that should, each in a sentence.
  package static func differences(of files: [PublishedFile], in folder: String) -> [String] {
    let changed = files.compactMap { file -> String? in
      let path = "\(folder)/\(file.name)"
      guard let found = FileManager.default.contents(atPath: path) else {
        return "\(path) is missing"
      }
      return found == Data(file.text.utf8) ? nil : "\(path) is not what is generated now"
    }
    return changed + superfluous(beside: files, in: folder)
  }

  /// Files of a folder that nothing generates any more.
  package static func superfluous(beside files: [PublishedFile], in folder: String) -> [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return found.sorted().filter { name in !files.contains { $0.name == name } }
      .map { "\(folder)/\($0) is superfluous" }
  }

  package func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }
}
