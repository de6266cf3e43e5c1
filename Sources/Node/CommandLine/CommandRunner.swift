/// Runs a command line: the only place that turns outcomes into output and exit codes.
package enum CommandRunner {
  /// What a script that runs the program can tell outcomes apart by.
  package enum ExitCode: Int32, Sendable {
    case success = 0
    case failure = 1
    case wrongUsage = 2
  }

  /// Parses the words behind the program's name and does what they ask for.
  package static func run(
    _ words: [String], in tree: CommandTree, on console: Console
  ) -> ExitCode {
    do {
      switch try CommandParser.parse(words, in: tree) {
      case .run(let invocation):
        return outcome(on: console) { () throws(CommandFailure) in
          try invocation.run(on: console)
        }
      case .help(let place):
        return outcome(on: console) { () throws(CommandFailure) in
          try console.print(HelpText.render(place))
        }
      case .version:
        return outcome(on: console) { () throws(CommandFailure) in
          try console.print(tree.versionLine + "\n")
        }
      }
    } catch {
      console.report("\(error)")
      return .wrongUsage
    }
  }

  private static func outcome(
    on console: Console, _ action: () throws(CommandFailure) -> Void
  ) -> ExitCode {
    do {
      try action()
      return .success
    } catch {
      switch error {
      case .failed(let message):
        console.report(message)
        return .failure
      case .outputClosed:
        // The reader has seen what it wanted, as `head` does.
        return .success
      }
    }
  }
}
