import Node

/// A tree with one of everything.
enum SmallTree {
  static let passphrase = Command.OptionGroup(
    title: "Passphrase",
    [
      .value(
        "passphrase-file", letter: "p", .path, name: "PATH",
        summary: "Read the passphrase from a file")
    ])

  static let send = Command(
    "send", summary: "Send an amount to somebody",
    discussion: """
      The amount leaves the account at once, and it arrives with the block that takes the \
      transaction, which is final.

      Fees are extra.
      """,
    examples: [.init("boat send ann 5", "Ann has five more.")],
    arguments: [
      .init("TO", .text, summary: "Who gets it"),
      .init("AMOUNT", .number(1...100), .standard("1"), summary: "How much it is"),
      .init("NOTE", .text, .repeated(atLeast: 0), summary: "What it is for"),
    ],
    options: [
      .init([
        .flag("verbose", letter: "v", summary: "Say more"),
        .flag("dry-run", letter: "n", summary: "Say what would be done"),
        .value(
          "format", letter: "f", .choice(["json", "text"]), name: "FORMAT", .standard("text"),
          summary: "How to print the result"),
        .value(
          "peer", .text, name: "NAME", .repeated(atLeast: 0),
          summary: "Whom to tell, so that they can tell others in turn"),
      ]),
      passphrase,
    ],
    action: { _, _ in })

  static let seal = Command(
    "seal", summary: "Close a file",
    arguments: [.init("FILES", .path, .repeated(atLeast: 1), summary: "Which files")],
    options: [
      .init([.value("year", .number(), name: "YEAR", .required, summary: "When")]), passphrase,
    ],
    action: { _, _ in })

  static let tree = CommandTree(
    root: Command(
      "boat", summary: "Carries things",
      commands: [send, Command("box", summary: "Work with boxes", commands: [seal])]),
    versionLine: "boat 1.2.3")
}
