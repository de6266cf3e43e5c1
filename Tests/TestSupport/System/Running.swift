import Foundation

/// A program that was run to its end.
package struct Running {
  package let exitCode: Int32
  package let output: String
  package let errors: String

  /// Runs a program and waits for it.
  ///
  /// Its streams are files, so that none of them can fill up.
  package init(
    _ program: String, _ arguments: [String], input: String = "",
    environment: [String: String] = [:]
  ) throws {
    let folder = try TemporaryFolder()
    let streams = ["input", "output", "errors"].map(folder.path)
    try Data(input.utf8).write(to: URL(fileURLWithPath: streams[0]))
    for stream in streams.dropFirst() { try Data().write(to: URL(fileURLWithPath: stream)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: streams[0])
    process.standardOutput = FileHandle(forWritingAtPath: streams[1])
    process.standardError = FileHandle(forWritingAtPath: streams[2])
    try process.run()
    process.waitUntilExit()
    exitCode = process.terminationStatus
    output = try String(contentsOfFile: streams[1], encoding: .utf8)
    errors = try String(contentsOfFile: streams[2], encoding: .utf8)
  }

  /// Where a program is, if this machine has it.
  package static func find(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The program of this package.
  package static let tradewind = product("tradewind")

  /// A program that this package builds, beside the bundle of its tests.
  package static func product(_ name: String) -> String? {
    // The runner's first argument, or an argument of it, is a path into the folder of products.
    let folders = CommandLine.arguments
      .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
