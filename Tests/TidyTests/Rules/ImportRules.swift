/// Imports and the manifest say the same.
enum ImportRules {
  /// Imports of our own modules that the target does not declare.
  static func undeclared(in file: SwiftText, of manifest: Manifest) -> [Violation] {
    guard let target = manifest.target(of: file.path) else { return [] }
    let ours = Set(manifest.targets.map(\.name))
    return file.imports
      .filter { ours.contains($0.module) && !target.dependencies.contains($0.module) }
      .map { found in
        Violation(
          path: file.path, line: found.line,
          rule: "\(target.name) imports \(found.module) and does not depend on it",
          remedy: "Declare the dependency in \(manifest.path) if the layers allow it")
      }
  }

  /// Dependencies that no file of the target imports.
  static func unused(among files: [SwiftText], of manifest: Manifest) -> [Violation] {
    manifest.targets.flatMap { target in
      let imported = Set(
        files.filter { manifest.target(of: $0.path)?.name == target.name }
          .flatMap { $0.imports.map(\.module) })
      return target.dependencies.filter { !imported.contains($0) }.map { dependency in
        Violation(
          path: manifest.path, line: target.line,
          rule: "\(target.name) depends on \(dependency) and no file of it imports it",
          remedy: "Remove the dependency")
      }
    }
  }

  /// Imports from the system or the toolchain that the target's row in the table does not allow.
  static func system(in file: SwiftText, of manifest: Manifest) -> [Violation] {
    guard let target = manifest.target(of: file.path) else { return [] }
    let ours = Set(manifest.targets.map(\.name))
    let allowed = Architecture.systemModules(of: target) ?? []
    return file.imports
      .filter { !ours.contains($0.module) && !allowed.contains($0.module) }
      .map { found in
        Violation(
          path: file.path, line: found.line,
          rule: "\(target.name) may not import \(found.module)",
          remedy: "Do it in a module that may, or argue for a new entry in Architecture.swift")
      }
  }

  /// Imports of a system library outside the files that may call it.
  static func libraries(in file: SwiftText) -> [Violation] {
    file.imports.filter { found in
      guard let places = Architecture.libraryFiles[found.module] else { return false }
      return !places.contains { file.path.hasPrefix($0) }
    }
    .map { found in
      Violation(
        path: file.path, line: found.line,
        rule: "\(found.module) is called in one place only",
        remedy: "Use the module of ours that wraps it")
    }
  }

  /// Files and targets that no table knows, so that no rule about imports would hold for them.
  static func unknown(among files: [SwiftText], of manifest: Manifest) -> [Violation] {
    let strays = files.filter { manifest.target(of: $0.path) == nil }.map { file in
      Violation(
        path: file.path, line: 1, rule: "the file belongs to no target",
        remedy: "Move it into the folder of a target, or declare one in \(manifest.path)")
    }
    let targets = manifest.targets.filter {
      !$0.isSystemLibrary && Architecture.systemModules(of: $0) == nil
    }
    return strays
      + targets.map { target in
        Violation(
          path: manifest.path, line: target.line,
          rule: "nobody has said which system modules \(target.name) may import",
          remedy: "Add it to a table in Architecture.swift")
      }
  }
}
