import Node
import TestSupport
import Testing

@Suite struct ConfigurationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func show(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> (code: Int32, output: String, errors: String) {
    let program = try #require(Running.tradewind)
    let run = try Running(
      program, ["config", "show", "--home", folder.path] + words, environment: environment)
    return (run.exitCode, run.output, run.errors)
  }

  /// The line of a setting, with single spaces.
  private func line(_ name: String, in output: String) -> String? {
    output.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
      .map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func `a flag goes before the environment, that before the file`() throws {
    #expect(line("log-level", in: try show().output) == "log-level = info standard")
    _ = try folder.write(#"{"log-level": "warn", "storage": "archive"}"#, to: "configuration.json")
    #expect(line("log-level", in: try show().output) == "log-level = warn file")
    let environment = ["TRADEWIND_LOG_LEVEL": "error"]
    let shown = try show(environment: environment).output
    #expect(line("log-level", in: shown) == "log-level = error environment")
    #expect(line("storage", in: shown) == "storage = archive file")
    let flagged = try show("--log-level", "info,rpc=debug", environment: environment).output
    #expect(line("log-level", in: flagged) == "log-level = info,rpc=debug flag")
  }

  @Test(arguments: [
    (#"{"log-lvel": "warn"}"#, "has 'log-lvel', which is no setting; there are: storage,"),
    (#"{"log-level": "loud"}"#, "log-level in the configuration file is 'loud'; it takes a level"),
    (#"{"log-level": 3}"#, "must be a string, and it is a number"),
    (#"{"rpc-listen": "localhost:1"}"#, "rpc-listen in the configuration file is 'localhost:1'"),
    (#"{"rpc-listen": "127.0.0.1:99999"}"#, "it takes addresses such as 127.0.0.1:8545"),
    (#"{"storage": ""}"#, "storage in the configuration file is ''; it takes validator, follower"),
    ("[]", "must be an object, and it is an array"),
    (#"{"log-level": "warn", "log-level": "info"}"#, "must be JSON, and it is not"),
  ])
  func `a file that is wrong is refused with its reason`(file: String, message: String) throws {
    _ = try folder.write(file, to: "configuration.json")
    let run = try show()
    #expect(run.code == 1)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test func `a variable that is wrong is refused by its name`() throws {
    let run = try show(environment: ["TRADEWIND_RPC_LISTEN": "nowhere"])
    #expect(run.code == 1)
    #expect(run.errors.contains("the variable TRADEWIND_RPC_LISTEN is 'nowhere'; it takes"))
  }
}
