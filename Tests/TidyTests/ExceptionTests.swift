import Testing

@Suite struct ExceptionTests {
  @Test func `an exception is for a file that is there`() throws {
    let files = try SourceTree.project.swift.map(\.path)
    #expect(files.contains(Exceptions.path))
    for list in [Exceptions.classes, Exceptions.uncheckedSendable, Exceptions.fileNames] {
      expectNone(ExceptionRules.gone(list.keys, files: files))
    }
  }

  @Test func `an exception for a file that is gone is found`() {
    let entries = ["Sources/Node/Here.swift: Here", "Sources/Node/Gone.swift"]
    #expect(ExceptionRules.gone(entries, files: ["Sources/Node/Here.swift"]).count == 1)
  }
}
