import Foundation

/// The repository as it lies on the disk.
struct SourceTree: Sendable {
  let files: [SourceFile]
  let swift: [SwiftText]
  let manifest: Manifest

  /// Read once; every rule looks at the same state.
  private static let read = Result { try SourceTree(root: root) }

  /// The tree this test was built from.
  static var project: SourceTree {
    get throws { try read.get() }
  }

  private static var root: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
  }

  private init(root: String) throws {
    guard let paths = FileManager.default.enumerator(atPath: root) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    var files: [SourceFile] = []
    while let path = paths.nextObject() as? String {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")
      if attributes[.type] as? FileAttributeType == .typeDirectory {
        // Build products and the history are not ours to judge; `.ci` is.
        if (path.split(separator: "/").last ?? "").hasPrefix("."), path != ".ci" {
          paths.skipDescendants()
        }
      } else if path != ".git" {
        // A second working copy has a file of that name, which says where the history is.
        files.append(try SourceFile(path: path, root: root, attributes: attributes))
      }
    }
    self.files = files.sorted { $0.path < $1.path }
    swift = self.files.compactMap { file in
      guard file.path.hasSuffix(".swift"), let text = file.text else { return nil }
      return SwiftText(path: file.path, text)
    }
    guard let manifest = swift.first(where: { $0.path == "Package.swift" }) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    self.manifest = Manifest(manifest)
  }

  /// The Swift files of a top-level folder, or of a folder in it.
  func swift(in folder: String) -> [SwiftText] {
    swift.filter { $0.path.hasPrefix("\(folder)/") }
  }

  /// The Swift files that must give the same results in every process.
  var cores: [SwiftText] {
    Architecture.cores.flatMap { swift(in: "Sources/\($0)") }
  }
}
