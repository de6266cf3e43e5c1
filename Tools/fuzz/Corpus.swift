import Codec
import Foundation

/// Inputs worth keeping: each reaches a place of its own, or once crashed.
///
/// They stand in one text file for each harness, a line of hexadecimal for each input, the shortest
/// first, so that a change of them can be read.
struct Corpus {
  static let folder = "Tools/fuzz/corpus"

  private let file: URL

  init(of harness: Harness, in folder: String = Self.folder) {
    file = URL(fileURLWithPath: folder).appendingPathComponent(harness.name + ".hex")
  }

  func inputs() throws -> [[UInt8]] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").map { try Hex.decode(String($0)) }
  }

  /// Adds every file of a folder as an input.
  func add(filesOf folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let added = try names.map { name in
      try Array(Data(contentsOf: folder.appendingPathComponent(name)))
    }
    let lines = Set((try inputs() + added).map { Hex.encode($0.span, prefix: true) })
    let sorted = lines.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    let text = sorted.map { $0 + "\n" }.joined()
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
}
