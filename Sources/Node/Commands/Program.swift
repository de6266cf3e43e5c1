package import Cryptography
import Glibc

/// The program as a whole: its name, its commands, and its life as a process.
package enum Program {
  package static let name = "tradewind"
  package static let version = "0.1.0"
  /// The version of the rules of the chain that this program follows.
  package static let protocolVersion = 1

  package static let versionLine = "\(name) \(version) (protocol \(protocolVersion))"

  package static let tree = tree(standard: .standard, light: .light)

  /// The commands, making key files at a cost of one's own choice; a node runs by the given clock.
  package static func tree(
    standard: Scrypt, light: Scrypt, clock: NodeClock = NodeClock()
  ) -> CommandTree {
    let root = Command(
      name, summary: "A node of the Tradewind blockchain and its tools",
      commands: [
        InitCommand.command(standard: standard, light: light),
        TestnetCommand.command(cost: light), NodeCommands.node(by: clock),
        StatusCommand.command, PeersCommand.command, NodeCommands.config,
        LightCommands.group, KeyCommands.group(standard: standard, light: light),
        TransactionCommands.group,
        DatabaseCommands.group, GenesisCommands.group,
      ] + ContractCommands.groups + [completion, versionCommand])
    return CommandTree(root: root, versionLine: versionLine)
  }

  /// Runs the command line of this process and ends it.
  package static func main(_ words: [String]) -> Never {
    run(tree, words)
  }

  /// Runs a command line of any program that is described by a tree, and ends the process.
  package static func run(_ tree: CommandTree, _ words: [String]) -> Never {
    ProcessSignals.prepare()
    let console = Console.standard(for: tree.root.name)
    exit(CommandRunner.run(words, in: tree, on: console).rawValue)
  }

  private static let versionCommand: Command = Command(
    "version", summary: "Print the version of the program and of the protocol"
  ) { _, console throws(CommandFailure) in
    try console.print(versionLine + "\n")
  }

  private static let completion: Command = Command(
    "completion", summary: "Print a script that teaches a shell to complete commands",
    examples: [
      .init("source <(tradewind completion bash)", "Completes commands in this bash session."),
      .init(
        "tradewind completion fish > ~/.config/fish/completions/tradewind.fish",
        "Completes commands in every fish session."),
    ],
    arguments: [.init("SHELL", .choice(CompletionTable.shells), summary: "The shell")]
  ) { invocation, console throws(CommandFailure) in
    guard let script = CompletionTable.script(for: invocation.value("SHELL"), of: tree) else {
      preconditionFailure("every shell that can be chosen has a script")
    }
    try console.print(script)
  }
}
