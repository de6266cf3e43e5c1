/// What `Package.swift` says about the targets.
///
/// The manifest is kept regular so that its text can be read: each target is one call with literal
/// arguments, and each dependency is the name of a target.
struct Manifest: Sendable {
  struct Target: Sendable {
    let name: String
    let folder: String
    let dependencies: [String]
    let line: Int
    let isSystemLibrary: Bool
  }

  let path: String
  let targets: [Target]

  init(_ file: SwiftText) {
    path = file.path
    targets = ["target", "executableTarget", "testTarget", "systemLibrary"]
      .flatMap { kind in file.positions(of: Phrase(".\(kind)(")).map { ($0, kind) } }
      .sorted { $0.0 < $1.0 }
      .compactMap { position, kind in Self.target(at: position, kind: kind, in: file) }
  }

  /// The target a file belongs to.
  func target(of path: String) -> Target? {
    targets.first { path.hasPrefix("\($0.folder)/") }
  }

  private static func target(at position: Int, kind: String, in file: SwiftText) -> Target? {
    let arguments = arguments(ofCallAt: position + 2, in: file)
    guard let name = arguments["name"]?.first else { return nil }
    let parent = kind == "testTarget" ? "Tests" : "Sources"
    return Target(
      name: name, folder: arguments["path"]?.first ?? "\(parent)/\(name)",
      dependencies: arguments["dependencies"] ?? [], line: file.tokens[position].line,
      isSystemLibrary: kind == "systemLibrary")
  }

  /// The string literals of a call by the label of the argument they stand in.
  private static func arguments(
    ofCallAt position: Int, in file: SwiftText
  ) -> [String: [String]] {
    var arguments: [String: [String]] = [:]
    var label = ""
    let end = file.closing(of: position)
    for index in position..<end {
      let token = file.tokens[index]
      if token.kind == .string { arguments[label, default: []].append(token.text) }
      if token.kind == .word, file.tokens[index + 1].isSign(":") { label = token.text }
    }
    return arguments
  }
}
