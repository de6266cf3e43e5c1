import TestSupport

/// A disk in memory that only one script can see, mounted without any right on the machine.
enum PrivateDisk {
  static let isPossible = (try? run("mount -t tmpfs -o size=1m none /tmp", []))?.exitCode == 0

  /// Runs a script that may mount.
  static func run(_ script: String, _ arguments: [String]) throws -> Running {
    guard let unshare = Running.find("unshare") else {
      throw LiveNode.Failure(description: "there is no unshare")
    }
    let words = ["--user", "--map-root-user", "--mount", "sh", "-eu", "-c", script, "sh"]
    return try Running(unshare, words + arguments)
  }
}
