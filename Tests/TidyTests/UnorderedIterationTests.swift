import Testing

@Suite struct UnorderedIterationTests {
  private func lines(_ texts: String...) -> [[Int]] {
    let files = texts.enumerated().map { index, text in
      SwiftText(path: "Sources/Chain/Sample+\(index).swift", text)
    }
    let found = UnorderedIteration.violations(in: files)
    return files.map { file in found.filter { $0.path == file.path }.map(\.line) }
  }

  @Test(arguments: [
    "let sample: [Address: Wei] = values",
    "private var sample: [Address: [Int]] = [:]",
    "var sample = [Address: Int]()",
    "var sample = Set<Address>()",
    "let sample = Set(addresses)",
    "func walk(_ sample: Set<Address>) {}",
    "func walk(over sample: inout [Address: Wei]) {}",
    "var sample: Dictionary<Address, Wei>",
  ])
  func `every form of declaration is seen`(text: String) {
    #expect(lines("\(text)\nfor entry in sample {}") == [[2]])
  }

  @Test(arguments: [
    "for (key, value) in state.sample where value > 0 {}", "for key in sample.keys {}",
    "let list = sample.values.map { $0 }", "let other = self.sample.mapValues { $0 }",
    "let list = Array(sample)", "sample.forEach { use($0) }", "let any = sample.first",
  ])
  func `every form of walk is found`(text: String) {
    #expect(Set(lines("let sample: [Address: Wei]\n\(text)")[0]) == [2])
  }

  @Test(arguments: [
    "let value = sample[key]", "for key in sample.keys.sorted() {}", "sample.removeValue(key)",
    "if sample.isEmpty {}", "for entry in list {}", "for index in 0..<sample.count {}",
    "let list = sample.sorted { $0.key < $1.key }",
  ])
  func `lookups and sorted walks are fine`(text: String) {
    #expect(lines("let sample: [Address: Wei]\nlet list: [Int] = []\n\(text)") == [[]])
  }

  @Test func `a property is known in every file of its type`() {
    #expect(lines("var sample: Set<Address>", "for entry in sample {}") == [[], [1]])
  }

  @Test func `arrays and sorted maps are no dictionaries`() {
    let text = """
      let list: [Int]
      let sorted: SortedMap<Address, Wei>
      let chosen = [flag ? first : second]
      for entry in list {}
      for entry in sorted {}
      for entry in chosen {}
      """
    #expect(lines(text) == [[]])
  }
}
