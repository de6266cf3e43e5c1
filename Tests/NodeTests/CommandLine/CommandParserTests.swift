import Node
import Testing

@Suite struct CommandParserTests {
  private func parse(_ line: String) throws(UsageError) -> CommandParser.Request {
    try CommandParser.parse(line.split(separator: " ").map(String.init), in: SmallTree.tree)
  }

  private func invoke(_ line: String) throws -> Invocation {
    guard case .run(let invocation) = try parse(line) else {
      Issue.record("\(line) is no invocation")
      throw CommandFailure.failed(line)
    }
    return invocation
  }

  private func reason(_ line: String) -> UsageError.Reason? {
    do {
      _ = try parse(line)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `arguments and options come in any order`() throws {
    for line in [
      "send ann 7 --format json -v", "send -v --format=json ann 7", "send ann -v 7 -fjson",
      "send -vf json ann -- 7", "send --verbose -f json -- ann 7",
    ] {
      let invocation = try invoke(line)
      #expect(invocation.path == "boat send")
      #expect(invocation.value("TO") == "ann")
      #expect(invocation.value("AMOUNT", as: UInt64.self) == 7)
      #expect(invocation.value("format") == "json")
      #expect(invocation.isSet(flag: "verbose"))
      #expect(!invocation.isSet(flag: "dry-run"))
      #expect(invocation.optionalValue("passphrase-file", as: String.self) == nil)
    }
  }

  @Test func `what is left out has its standard value`() throws {
    let invocation = try invoke("send ann")
    #expect(invocation.value("AMOUNT", as: UInt64.self) == 1)
    #expect(invocation.value("format") == "text")
    #expect(invocation.allValues("NOTE", as: String.self) == [])
    #expect(invocation.allValues("peer", as: String.self) == [])
  }

  @Test func `what is repeated keeps its order`() throws {
    let invocation = try invoke("send ann 2 for --peer one your --peer=two trouble")
    #expect(invocation.allValues("NOTE") == ["for", "your", "trouble"])
    #expect(invocation.allValues("peer") == ["one", "two"])
  }

  @Test func `a value may be empty, hold a sign, or begin with a hyphen`() throws {
    #expect(try invoke("send ann --peer=").allValues("peer") == [""])
    #expect(try invoke("send ann --peer=a=b").allValues("peer") == ["a=b"])
    #expect(try invoke("send ann --peer=--x").allValues("peer") == ["--x"])
    #expect(try invoke("send ann --peer -x").allValues("peer") == ["-x"])
    #expect(try invoke("send -").value("TO") == "-")
    #expect(try invoke("send -- --help").value("TO") == "--help")
  }

  @Test(arguments: [
    ("--help", "boat"), ("-h", "boat"), ("help", "boat"), ("help box", "boat box"),
    ("box --help", "boat box"), ("box help", "boat box"), ("help box seal", "boat box seal"),
    ("box help seal", "boat box seal"), ("box seal -h", "boat box seal"),
    ("send ann --help", "boat send"), ("send --format json --help", "boat send"),
  ])
  func `help can be asked for everywhere`(line: String, path: String) throws {
    guard case .help(let place) = try parse(line) else {
      Issue.record("\(line) does not ask for help")
      return
    }
    #expect(place.path == path)
  }

  @Test func `the root tells its version`() throws {
    guard case .version = try parse("--version") else {
      Issue.record("the version is asked for")
      return
    }
    #expect(reason("box --version") == .unknownOption("--version", suggestion: nil))
  }

  @Test(
    arguments: [
      ("", .missingCommand(known: ["send", "box"])),
      ("box", .missingCommand(known: ["seal"])),
      ("sned", .unknownCommand("sned", suggestion: "send")),
      ("cupboard", .unknownCommand("cupboard", suggestion: nil)),
      ("help sendd", .unknownCommand("sendd", suggestion: "send")),
      ("--hlep", .unknownOption("--hlep", suggestion: "--help")),
      ("send ann --formt json", .unknownOption("--formt", suggestion: "--format")),
      ("send ann --fromat=json", .unknownOption("--fromat", suggestion: "--format")),
      ("send ann -x", .unknownOption("-x", suggestion: nil)),
      ("send ann -vx", .unknownOption("-x", suggestion: nil)),
      ("send ann --=", .unknownOption("--", suggestion: nil)),
      ("send ann --format", .missingValue(option: "--format", allowed: "json, text")),
      ("send ann -f", .missingValue(option: "--format", allowed: "json, text")),
      ("send ann --format --verbose", .missingValue(option: "--format", allowed: "json, text")),
      ("send ann --verbose=yes", .unexpectedValue(option: "--verbose", text: "yes")),
      ("send ann --format json -f text", .repeatedOption("--format")),
      ("box seal x", .missingOption("--year YEAR")),
      ("send", .missingArgument("TO", summary: "Who gets it")),
      ("box seal --year 1", .missingArgument("FILES", summary: "Which files")),
    ] as [(String, UsageError.Reason)])
  func `a wrong line is refused for its reason`(line: String, expected: UsageError.Reason) {
    #expect(reason(line) == expected)
  }

  @Test(arguments: ["0", "101", "-5", "+5", "5x", "5.0", "18446744073709551616", "٣"])
  func `a number outside its range is refused`(text: String) {
    #expect(
      reason("send ann -- \(text)")
        == .badValue(
          parameter: "AMOUNT", text: text, allowed: "a whole number from 1 to 100", detail: nil))
  }

  @Test func `a word outside the choice is refused`() {
    #expect(
      reason("send ann --format xml")
        == .badValue(parameter: "--format", text: "xml", allowed: "json, text", detail: nil))
  }

  @Test func `an empty path is refused`() throws {
    let words = ["box", "seal", "--year", "1", ""]
    #expect(throws: UsageError.self) { try CommandParser.parse(words, in: SmallTree.tree) }
  }

  @Test func `an argument too many is refused`() {
    let only = Command("only", summary: "Takes nothing") { _, _ in }
    let tree = CommandTree(
      root: Command("root", summary: "Holds one", commands: [only]), versionLine: "")
    #expect(throws: UsageError(path: "root only", reason: .extraArgument("more"))) {
      try CommandParser.parse(["only", "more"], in: tree)
    }
  }

  @Test func `every message says how to get help`() {
    let error = UsageError(
      path: "boat send",
      reason: .badValue(
        parameter: "--format", text: "x\u{1B}[31m", allowed: "json, text", detail: "no colours"))
    #expect(
      error.description == """
        --format takes json, text; 'x\\u{1B}[31m' is something else (no colours)
        Run 'boat send --help' for help.
        """)
  }

  @Test(arguments: [
    ("vesrion", "version"), ("ver", nil), ("versions", "version"), ("key", "key"), ("kye", "key"),
    ("ky", "key"), ("", nil), ("certainly", nil), (String(repeating: "k", count: 10_000), nil),
  ])
  func `a slip is recognised, and another word is not`(word: String, suggestion: String?) {
    let known = ["version", "completion", "key"]
    #expect(Suggestion.nearest(to: word, among: known) == suggestion)
  }
}
