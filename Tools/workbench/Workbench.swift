import Node

/// The developers' tool: measures, and renews what is generated.
@main
enum Workbench {
  static func main() {
    Program.run(tree, Array(CommandLine.arguments.dropFirst()))
  }

  static let tree = CommandTree(
    root: Command(
      "workbench", summary: "Measure Tradewind, and renew what is generated from it",
      commands: [
        BenchCommand.command, StorageBenchCommand.command, RPCBenchCommand.command,
        ReadBenchCommand.command, NodeBenchCommand.command, NetworkBenchCommand.command,
        TrafficCommand.command, EconomicsCommand.command, SimulateCommand.command,
        EchoCommand.command, RelayCommand.command,
        ABICommand.command, VectorsCommand.command,
      ]),
    versionLine: "workbench \(Program.version)")
}
