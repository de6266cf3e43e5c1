import Testing

@Suite struct ImportTests {
  private func check(_ rule: (SwiftText, Manifest) -> [Violation]) throws {
    let tree = try SourceTree.project
    expectNone(tree.swift.flatMap { rule($0, tree.manifest) })
  }

  @Test func `a target imports only the modules it depends on`() throws {
    try check(ImportRules.undeclared)
  }

  @Test func `a target depends only on the modules it imports`() throws {
    let tree = try SourceTree.project
    expectNone(ImportRules.unused(among: tree.swift, of: tree.manifest))
  }

  @Test func `cores import nothing of the system, and each other target what its table allows`()
    throws
  {
    try check(ImportRules.system)
  }

  @Test func `each system library is called in one place`() throws {
    try check { file, _ in ImportRules.libraries(in: file) }
  }

  @Test func `every file and every target is known`() throws {
    let tree = try SourceTree.project
    let files = tree.swift.filter { $0.path != tree.manifest.path }
    expectNone(ImportRules.unknown(among: files, of: tree.manifest))
  }
}

/// Each rule can fail.
@Suite struct ImportRuleTests {
  private let manifest = Manifest(
    SwiftText(
      path: "Package.swift",
      """
      let package = Package(
        products: [.executable(name: "workbench", targets: ["workbench"])],
        targets: [
          .systemLibrary(name: "CSecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
          .target(name: "Codec"),
          .target(name: "Chain", dependencies: ["Codec"]),
          .target(name: "Mystery"),
          .executableTarget(
            name: "workbench", dependencies: ["Chain", "CSecp256k1"], path: "Tools/workbench"),
          .testTarget(name: "ChainTests", dependencies: ["Chain"], resources: [.copy("Vectors")]),
        ]
      )
      """))

  private func sample(_ text: String, path: String = "Sources/Chain/Sample.swift") -> SwiftText {
    SwiftText(path: path, text)
  }

  @Test func `the manifest is read as it is written`() {
    #expect(
      manifest.targets.map(\.name)
        == ["CSecp256k1", "Codec", "Chain", "Mystery", "workbench", "ChainTests"])
    #expect(manifest.targets.map(\.line) == [4, 5, 6, 7, 8, 10])
    #expect(manifest.target(of: "Tools/workbench/Run.swift")?.name == "workbench")
    #expect(manifest.target(of: "Tools/workbench/Run.swift")?.dependencies.count == 2)
    #expect(manifest.target(of: "Tests/ChainTests/RunTests.swift")?.dependencies == ["Chain"])
  }

  @Test(arguments: [
    "import Node", "package import Node", "@preconcurrency internal import struct Node.NodeHost",
    "import class Node.NodeHost", "@testable import Node",
  ])
  func `every form of import is seen`(text: String) {
    #expect(sample("// A comment.\n\(text)").imports.map(\.module) == ["Node"])
    #expect(sample("// A comment.\n\(text)").imports.map(\.line) == [2])
  }

  @Test func `an import that only a comment or a string shows is none`() {
    #expect(sample("// import Node\nlet text = \"import Node\"").imports.isEmpty)
  }

  @Test func `an undeclared import is found`() {
    #expect(ImportRules.undeclared(in: sample("import Mystery"), of: manifest).count == 1)
    #expect(ImportRules.undeclared(in: sample("import Codec"), of: manifest).isEmpty)
  }

  @Test func `an unused dependency is found`() {
    let files = [
      sample("import Codec"),
      sample("import Chain", path: "Tools/workbench/Run.swift"),
      sample("import Testing", path: "Tests/ChainTests/RunTests.swift"),
    ]
    let found = ImportRules.unused(among: files, of: manifest)
    #expect(found.map(\.line) == [8, 10])
  }

  @Test func `a system module in a core is found`() {
    #expect(ImportRules.system(in: sample("import Foundation"), of: manifest).count == 1)
    let test = sample("import Foundation", path: "Tests/ChainTests/RunTests.swift")
    #expect(ImportRules.system(in: test, of: manifest).isEmpty)
  }

  @Test func `a system library in the wrong file is found`() {
    #expect(ImportRules.libraries(in: sample("import CSecp256k1")).count == 1)
    let wrapper = sample("import CSecp256k1", path: "Sources/Cryptography/Keys/Key.swift")
    #expect(ImportRules.libraries(in: wrapper).isEmpty)
  }

  @Test func `a stray file and an unknown target are found`() {
    let files = [sample("", path: "Sources/Nowhere/Sample.swift")]
    let found = ImportRules.unknown(among: files, of: manifest)
    #expect(found.map(\.path) == ["Sources/Nowhere/Sample.swift", "Package.swift"])
  }
}
