/// What the targets may use beyond the dependencies they declare.
///
/// The tables also name the modules that are still to come, so that each is born under its rules.
enum Architecture {
  /// The deterministic set: what every node must compute alike, bit for bit.
  static let cores = [
    "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica",
  ]

  /// Modules that come with the toolchain or the system, for each target in `Sources`.
  static let shell: [String: Set<String>] = [
    "Storage": ["Glibc", "Synchronization"],
    "Sockets": ["Glibc", "Synchronization"],
    "Transport": ["Dispatch", "Synchronization"],
    "RPC": ["Foundation", "Dispatch", "Glibc", "Synchronization"],
    "Node": ["Foundation", "Dispatch", "Glibc", "Synchronization"],
    "tradewind": [],
  ]

  static let tools: Set<String> = ["Foundation", "Dispatch", "Glibc", "Synchronization"]

  static let tests: Set<String> = tools.union(["Testing"])

  /// The only files that may import a system library, for each library.
  static let libraryFiles: [String: [String]] = [
    "CSecp256k1": ["Sources/Cryptography/", Exceptions.calibration],
    "CLMDB": ["Sources/Storage/", Exceptions.bareDatabase],
    "CEpoll": ["Sources/Sockets/"],
  ]

  /// The system modules a target may import, or nothing if no table names the target.
  static func systemModules(of target: Manifest.Target) -> Set<String>? {
    if target.folder.hasPrefix("Tests/") { return tests }
    if target.folder.hasPrefix("Tools/") { return tools }
    return cores.contains(target.name) ? [] : shell[target.name]
  }
}
