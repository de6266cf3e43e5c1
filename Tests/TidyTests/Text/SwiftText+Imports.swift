/// An `import` and the module it names.
struct Import: Sendable {
  let module: String
  let line: Int
}

extension SwiftText {
  private static var importKinds: Set<String> {
    ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
  }

  /// Every import, whatever its access level and attributes; of a submodule, the module itself.
  var imports: [Import] {
    (places["import"] ?? []).compactMap { position in
      guard tokens[position].kind == .word, token(before: position)?.isSign(".") != true,
        var module = token(after: position)
      else { return nil }
      if Self.importKinds.contains(module.text) {
        guard let named = token(after: position + 1) else { return nil }
        module = named
      }
      return module.kind == .word ? Import(module: module.text, line: module.line) : nil
    }
  }
}
