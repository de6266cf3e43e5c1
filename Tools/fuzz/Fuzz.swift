import Foundation

#if FUZZING
  /// The harness under test, chosen by the environment since the fuzzer owns the arguments.
  private let chosen: Harness = {
    let name = ProcessInfo.processInfo.environment["FUZZ_HARNESS"] ?? ""
    guard let harness = Harness.named(name) else {
      preconditionFailure("FUZZ_HARNESS names one of: \(Harness.all.map(\.name))")
    }
    return harness
  }()

  @_cdecl("LLVMFuzzerTestOneInput")
  public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // SAFETY: the fuzzer hands in so many bytes that live through the call.
    unsafe chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
#else
  /// Replays known inputs and prepares the fuzzer's; `Tools/fuzz/run` does the fuzzing itself.
  @main
  enum Fuzz {
    static func main() throws {
      let words = Array(CommandLine.arguments.dropFirst())
      switch (words.first, words.count) {
      case ("list", 1):
        for harness in Harness.all { print(harness.name) }
      case ("replay", 1):
        print("replayed \(try Replay.run(corpus: Corpus.folder)) inputs")
      case ("prepare", 3):
        try Replay.prepare(harness(words[1]), in: URL(fileURLWithPath: words[2]))
      case ("keep", 3):
        try Corpus(of: harness(words[1])).add(filesOf: URL(fileURLWithPath: words[2]))
      default:
        throw FuzzUsage(
          message: "usage: fuzz list | replay | prepare HARNESS FOLDER | keep HARNESS FOLDER")
      }
    }

    private static func harness(_ name: String) throws -> Harness {
      guard let harness = Harness.named(name) else {
        throw FuzzUsage(message: "no harness is called \(name); see: fuzz list")
      }
      return harness
    }
  }

  /// The words on the command line ask for nothing this tool does.
  struct FuzzUsage: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
  }
#endif
