/// Where a rule does not hold, each with its reason.
///
/// The lists of numbers may only shrink.
enum Exceptions {
  static let path = "Tests/TidyTests/Tree/Exceptions.swift"

  /// Measures libsecp256k1 without our own code around it, so that benchmarks have a yardstick.
  static let calibration = "Tools/workbench/Bench/Calibration.swift"

  /// Measures LMDB without our own code around it.
  static let bareDatabase = "Tools/workbench/Bench/Storage/BareDatabase.swift"

  /// Folders and files that may hold `unsafe`: they call C, and nothing else does.
  static let unsafeCode = [
    "Sources/Cryptography/",
    "Sources/Storage/",
    // Every call about sockets.
    "Sources/Sockets/",
    // Opening files exclusively and asking the terminal without echo are calls into C.
    "Sources/Node/Files/",
    calibration, bareDatabase,
    // Tests and benchmarks come to a server as clients do.
    "Tests/TestSupport/System/ClientSocket.swift",
    // Generic code copies fixed bytes one by one unless it may load them whole.
    "Sources/Codec/Bytes/FixedBytes.swift",
    // The clock of a thread is a call into C.
    "Tools/workbench/Bench/Benchmark.swift",
    // libFuzzer hands its input to a C function.
    "Tools/fuzz/Fuzz.swift",
  ]

  /// Types of the deterministic set that are classes, as `path: name`, and why.
  static let classes: [String: String] = [
    // Values shared between versions of the tree; as payloads of an enum, looking at one digest
    // would copy and count references to everything beside it.
    "Sources/State/Tree/TreeNode.swift: Bucket": "an immutable node of the state tree",
    "Sources/State/Tree/TreeNode.swift: Branch": "an immutable node of the state tree",
    "Sources/State/Tree/TreeNode.swift: Jump": "an immutable node of the state tree",
    "Sources/State/Tree/TreeNode.swift: Stub": "an immutable node of the state tree",
  ]

  /// Files that may write `@unchecked Sendable`, and why the compiler cannot see what they promise.
  static let uncheckedSendable: [String: String] = [:]

  /// Files in `Sources` named for what they say rather than for a type, and why.
  static let fileNames: [String: String] = [:]

  /// Files beyond the limit, with their lines.
  static let longFiles: [String: Int] = [:]

  /// Functions beyond the limit, as `path: name`, with their lines.
  static let longFunctions: [String: Int] = [
    // Unrolled, so that the lanes stay in registers; its parts have no meaning of their own.
    "Sources/Cryptography/Keccak/KeccakState.swift: round": 70
  ]
}
