import Chain
import Foundation
import RPC

/// The commands that run a node and show how it is set up.
enum NodeCommands {
  static func node(by clock: NodeClock) -> Command {
    Command(
      "node", summary: "Run the node of a home until it is asked to end",
      discussion: """
        What holds is, in this order, what flags say, then variables such as TRADEWIND_LOG_LEVEL, \
        then configuration.json in the home, then the standard. SIGTERM and SIGINT end the node in \
        good order; nothing that is final is ever lost, however it ends.
        """,
      examples: [
        .init("tradewind node --home devnet", "Runs the node that `init` has made in devnet.")
      ],
      options: [
        .init([
          Home.option,
          .value(
            "accept-journal-loss", .number(1...UInt64(1) << 62), name: "EPOCH",
            summary: """
              Let a validator whose journal was lost vote in this epoch, once it has heard its \
              peers, at your risk
              """),
        ]), Setting.options,
      ]
    ) { invocation, console throws(CommandFailure) in
      let (home, configuration) = try setUp(invocation)
      let epoch: UInt64? = invocation.optionalValue("accept-journal-loss")
      try NodeProcess(
        home: home, configuration: configuration, acceptedEpoch: epoch.map { Epoch($0) },
        clock: clock, console: console
      ).run()
    }
  }

  static let config = Command(
    "config", summary: "See how a node is set up",
    commands: [show])

  private static let show = Command(
    "show", summary: "Print every setting, what it is, and who has chosen it",
    options: [
      .init([Home.option, .flag("json", summary: "Print an object instead of lines")]),
      Setting.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let (home, configuration) = try setUp(invocation)
    if invocation.isSet(flag: "json") {
      var object = JSONObject()
      for entry in configuration.entries {
        object.append(
          entry.setting.name,
          ["value": .string(entry.choice.text), "source": .string(entry.source.rawValue)])
      }
      try console.print(JSONValue.object(object).render() + "\n")
    } else {
      try console.print("home: \(home.path)\n\n" + lines(of: configuration))
    }
  }

  private static func setUp(
    _ invocation: Invocation
  ) throws(CommandFailure) -> (Home, Configuration) {
    let environment = ProcessInfo.processInfo.environment
    let home = try Home(invocation, environment: environment)
    let file = try ConfigurationFile.read(home.configurationPath)
    return (home, try Configuration(invocation, environment: environment, file: file))
  }

  private static func lines(of configuration: Configuration) -> String {
    configuration.entries.map { entry in
      let setting = "\(entry.setting.name) = \(entry.choice.text)"
      return setting.padding(toLength: max(40, setting.count + 2), withPad: " ", startingAt: 0)
        + "\(entry.source.rawValue)\n"
    }.joined()
  }
}
