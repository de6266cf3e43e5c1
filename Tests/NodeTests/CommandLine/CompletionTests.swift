import Foundation
import Node
import TestSupport
import Testing

@Suite struct CompletionTests {
  private static let trees = [Program.tree, SmallTree.tree]

  private func script(_ shell: String, _ tree: CommandTree) throws -> String {
    try #require(CompletionTable.script(for: shell, of: tree))
  }

  @Test(arguments: CompletionTable.shells)
  func `a script is correct for its shell`(shell: String) throws {
    // Only bash is sure to be there.
    guard let program = Running.find(shell) else { return }
    let folder = try TemporaryFolder()
    for tree in Self.trees {
      let path = try folder.write(try script(shell, tree), to: tree.root.name)
      let run = try Running(program, ["-n", path])
      #expect(run.exitCode == 0)
      #expect(run.errors == "")
    }
  }

  /// What can stand behind the last word of a line, in any order.
  static let offers: [(line: String, offer: [String])] = [
    ("", ["send", "box", "help"]),
    ("s", ["send"]),
    ("help ", ["send", "box", "help"]),
    ("help box ", ["seal", "help"]),
    ("box ", ["seal", "help"]),
    ("box nothing ", []),
    ("--", ["--help", "--version"]),
    (
      "send -",
      ["--verbose", "--dry-run", "--format", "--peer", "--passphrase-file", "--help"]
    ),
    ("send --f", ["--format"]),
    ("send --format ", ["json", "text"]),
    ("send -f j", ["json"]),
    ("send ann --format json --p", ["--peer", "--passphrase-file"]),
    ("send ann ", []),
    ("send -- --", []),
    ("box seal ", ["file-one", "file-two"]),
    ("box seal --year 1 ", ["file-one", "file-two"]),
    ("box seal file-one file-t", ["file-two"]),
    ("box seal --passphrase-file file-o", ["file-one"]),
  ]

  private func folderWithFiles() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("", to: "file-one")
    _ = try folder.write("", to: "file-two")
    return folder
  }

  @Test(
    arguments: offers + [("send --format = t", ["text"]), ("send --format =", ["json", "text"])])
  func `bash completes`(line: String, offer: [String]) throws {
    guard let bash = Running.find("bash") else { return }
    let folder = try folderWithFiles()
    // What bash does with a line: words in an array, and the number of the one being typed.
    let driver = """
      cd \(folder.path)
      COMP_WORDS=(boat "$@")
      COMP_CWORD=$#
      _boat
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let text = try script("bash", SmallTree.tree) + driver
    let run = try Running(bash, ["--norc", "-c", text, "bash"] + words)
    #expect(run.errors == "")
    #expect(Set(run.output.split(separator: "\n").map(String.init)) == Set(offer))
  }

  @Test(arguments: offers + [("send --format=t", ["text"]), ("send --format=", ["json", "text"])])
  func `zsh completes`(line: String, offer: [String]) throws {
    guard let zsh = Running.find("zsh") else { return }
    // The line editor cannot run here; its functions are replaced by ones that say what they got.
    let driver = """
      compdef() { true }
      compset() { word=${word#*=} }
      _files() { print -l file-one file-two }
      _describe() { print -l -- "${(@)candidates%%:*}" }

      """
    let call = "words=(boat \"$@\"); CURRENT=$(($# + 1)); _boat\n"
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let text = driver + (try script("zsh", SmallTree.tree)) + call
    let run = try Running(zsh, ["-f", "-c", text, "zsh"] + words)
    #expect(run.errors == "")
    // Sifting out what does not begin with the typed word is left to the shell.
    let typed = words.last.map { $0.split(separator: "=").dropFirst().last ?? $0[...] } ?? ""
    let found = run.output.split(separator: "\n").map(String.init)
    #expect(Set(found.filter { $0.hasPrefix(line.hasSuffix("=") ? "" : typed) }) == Set(offer))
  }

  @Test(arguments: offers + [("send --format=t", ["--format=text"])])
  func `fish completes`(line: String, offer: [String]) throws {
    guard let fish = Running.find("fish") else { return }
    let folder = try folderWithFiles()
    let text =
      try script("fish", SmallTree.tree) + "cd \(folder.path); complete -C 'boat \(line)'\n"
    let run = try Running(fish, ["--no-config", "-c", text], environment: ["HOME": folder.path])
    #expect(run.errors == "")
    let found = run.output.split(separator: "\n").compactMap { line in
      line.split(separator: "\t").first.map(String.init)
    }
    // Fish offers the letters as well, and files beside the words it knows.
    #expect(Set(found.filter { $0.count != 2 }) == Set(offer))
  }
}
