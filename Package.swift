// swift-tools-version: 6.2
import PackageDescription

// The architecture, in the order things stand on each other. A target may import exactly the
// modules it lists here (and its own system frameworks, which Tests/TidyTests names); nothing
// points back up.
let package = Package(
  name: "tradewind",
  products: [
    .executable(name: "tradewind", targets: ["tradewind"]),
    .executable(name: "workbench", targets: ["workbench"]),
  ],
  targets: [
    // System libraries, found by pkg-config.
    .systemLibrary(
      name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),

    .systemLibrary(
      name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),

    // Of the C library itself: what Swift's module of it leaves out.
    .systemLibrary(name: "CEpoll"),

    // Pure cores: no clocks, no threads, no I/O, no randomness that is not handed in.
    .target(name: "Codec"),
    .target(name: "Cryptography", dependencies: ["Codec", "CSecp256k1"]),
    .target(name: "Chain", dependencies: ["Codec", "Cryptography"]),
    .target(name: "State", dependencies: ["Codec", "Cryptography"]),
    .target(name: "Ledger", dependencies: ["Codec", "Cryptography", "Chain", "State"]),
    .target(name: "Consensus", dependencies: ["Codec", "Cryptography", "Chain", "State"]),
    .target(
      name: "Replica",
      dependencies: ["Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus"]),

    // The database.
    .target(name: "Storage", dependencies: ["Codec", "Cryptography", "Chain", "State", "CLMDB"]),

    // Waiting for many sockets, and every other call about them.
    .target(name: "Sockets", dependencies: ["CEpoll"]),

    // What nodes speak through: authenticated, encrypted, bounded.
    .target(name: "Transport", dependencies: ["Codec", "Cryptography", "Chain", "Sockets"]),

    // What clients speak with: HTTP, WebSocket, JSON-RPC.
    .target(
      name: "RPC",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Storage", "Sockets",
      ]),

    // The shell around them.
    .target(
      name: "Node",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "Storage",
        "Sockets", "Transport", "RPC",
      ]),
    .executableTarget(name: "tradewind", dependencies: ["Node"]),

    // Tools for developers and testers.
    .executableTarget(
      name: "workbench",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "Storage",
        "Sockets", "Transport", "RPC", "Node", "CSecp256k1", "CLMDB", "TestSupport", "Simulator",
      ],
      path: "Tools/workbench",
      exclude: ["Scenarios"]),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "Storage",
        "Transport", "RPC", "Node", "TestSupport",
      ],
      path: "Tools/fuzz",
      exclude: ["run", "corpus"]),

    // Tests.
    .target(
      name: "TestSupport",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Consensus", "Replica", "Storage",
      ],
      path: "Tests/TestSupport"),
    .target(
      name: "Simulator",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "Storage",
        "TestSupport",
      ],
      path: "Tests/Simulator"),
    .executableTarget(
      name: "crash-writer", dependencies: ["Chain", "State", "Storage", "TestSupport"],
      path: "Tests/CrashWriter"),
    .executableTarget(
      name: "stepped-node", dependencies: ["Chain", "Cryptography", "Node"],
      path: "Tests/SteppedNode"),
    .testTarget(name: "CodecTests", dependencies: ["Codec", "TestSupport"]),
    .testTarget(
      name: "CryptographyTests", dependencies: ["Codec", "Cryptography", "TestSupport"]),
    .testTarget(
      name: "ChainTests", dependencies: ["Codec", "Cryptography", "Chain", "TestSupport"],
      resources: [.copy("Vectors")]),
    .testTarget(
      name: "StateTests", dependencies: ["Codec", "Cryptography", "State", "TestSupport"]),
    .testTarget(
      name: "LedgerTests",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "TestSupport",
      ]),
    .testTarget(
      name: "ConsensusTests",
      dependencies: ["Codec", "Cryptography", "Chain", "State", "Consensus", "TestSupport"]),
    .testTarget(
      name: "SimulatorTests", dependencies: ["Cryptography", "Simulator", "TestSupport"]),
    .testTarget(
      name: "ReplicaTests",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "TestSupport",
      ]),
    .testTarget(
      name: "TransportTests",
      dependencies: [
        "Codec", "Cryptography", "Chain", "Sockets", "Transport", "TestSupport",
      ]),
    .testTarget(
      name: "RPCTests",
      dependencies: ["Codec", "Cryptography", "Chain", "Sockets", "RPC", "TestSupport"]),
    .testTarget(
      name: "NodeTests",
      dependencies: [
        "Codec", "Cryptography", "Chain", "State", "Ledger", "Consensus", "Replica", "Storage",
        "Transport", "RPC", "Node", "TestSupport",
      ],
      exclude: ["Clients"]),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Codec", "Cryptography", "Chain", "State", "Storage", "TestSupport"]),
    .testTarget(
      name: "WorkbenchTests",
      dependencies: [
        "Cryptography", "Ledger", "Sockets", "RPC", "Node", "workbench", "TestSupport", "Simulator",
      ]),
    .testTarget(name: "TidyTests"),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
