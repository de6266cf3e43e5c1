import Foundation
import Node
import TestSupport
import Testing

/// The program as a process of its own.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct ProcessTests {
  private func run(_ arguments: String...) throws -> Running {
    try Running(try #require(Running.tradewind), arguments)
  }

  @Test(arguments: ["version", "--version"])
  func `the program tells its version`(word: String) throws {
    let run = try run(word)
    #expect(run.exitCode == 0)
    #expect(run.output == "tradewind 0.1.0 (protocol 1)\n")
    #expect(run.errors == "")
  }

  @Test func `help goes to the output`() throws {
    for place in Program.tree.places {
      let path = place.path.split(separator: " ").dropFirst().map(String.init)
      let run = try Running(try #require(Running.tradewind), path + ["--help"])
      #expect(run.exitCode == 0)
      #expect(run.output == HelpText.render(place))
      #expect(run.errors == "")
    }
  }

  @Test func `wrong usage has an exit code of its own`() throws {
    let run = try run("vresion")
    #expect(run.exitCode == 2)
    #expect(run.output == "")
    #expect(
      run.errors == """
        tradewind: unknown command 'vresion'; did you mean 'version'?
        Run 'tradewind --help' for help.

        """)
    #expect(try self.run().exitCode == 2)
  }

  @Test func `a transaction is decoded`() throws {
    let good = try run("tx", "decode", "--chain-id", "1337", SampleTransactions.dynamicFee)
    #expect(good.exitCode == 0)
    #expect(good.output == SampleTransactions.dynamicFeeJSON)
    let bad = try run("tx", "decode", "--chain-id", "1338", SampleTransactions.dynamicFee)
    #expect(bad.exitCode == 1)
    #expect(bad.output == "")
    #expect(bad.errors.hasPrefix("tradewind: "))
  }

  @Test func `a reader that leaves early is no failure`() throws {
    let program = try #require(Running.tradewind)
    let bash = try #require(Running.find("bash"))
    // The reader takes one line and is gone before the program starts.
    let script = """
      coproc { read -r _; }
      exec 4>&"${COPROC[1]}"
      echo >&4
      wait
      "$0" --help >&4
      echo $? >&2
      """
    let run = try Running(bash, ["-c", script, program])
    #expect(run.errors == "0\n")
  }

  @Test func `output that cannot be written is a failure`() throws {
    let program = try #require(Running.tradewind)
    let bash = try #require(Running.find("bash"))
    let run = try Running(bash, ["-c", "\"$0\" --help > /dev/full", program])
    #expect(run.exitCode == 1)
    #expect(run.errors == "tradewind: the output cannot be written: No space left on device\n")
  }
}
