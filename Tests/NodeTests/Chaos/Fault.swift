import Foundation
import TestSupport

/// Something bad that happens to a network of four validators and a follower, and then is over.
enum Fault: CustomStringConvertible {
  case kills(Int, seconds: Double)
  case stops(Int, seconds: Double)
  case hangs(Int, seconds: Double)
  /// Links are cut between a group and the others, and one node is killed and started meanwhile.
  case parts(String, killing: Int, seconds: Double)
  /// One is cut off while another is only just there again.
  case partsAfterStart(of: Int, from: Int)
  /// The links of one node come and go.
  case flaps(Int, times: Int)
  case wipesFollower(isFetchingSnapshot: Bool, seconds: Double)
  /// A validator loses its disk, and has to vote again before anything else happens.
  case wipesValidator(Int, isFetchingSnapshot: Bool, seconds: Double)
  case killsAll(seconds: Double)

  static let validators = 0...3
  static let follower = 4

  static func draw(_ random: inout SplitMix64) -> Fault {
    let seconds = Double(random.number(in: 0...40)) / 10
    let validator = random.number(in: validators)
    let node = random.number(in: 0...follower)
    switch random.number(in: 0...11) {
    case 0, 1: return .kills(node, seconds: seconds)
    case 2: return .stops(node, seconds: seconds)
    case 3, 4: return .hangs(node, seconds: seconds)
    case 5, 6:
      let count = random.number(in: 1...follower)
      let group = (0...follower).shuffled(using: &random).prefix(count).map { "\($0)" }
      return .parts(group.joined(separator: ","), killing: node, seconds: seconds)
    case 7:
      let other = (validator + random.number(in: 1...3)) % validators.count
      return .partsAfterStart(of: validator, from: other)
    case 8: return .flaps(node, times: random.number(in: 2...6))
    case 9: return .wipesFollower(isFetchingSnapshot: random.happens(oneIn: 2), seconds: seconds)
    case 10:
      return .wipesValidator(
        validator, isFetchingSnapshot: random.happens(oneIn: 2), seconds: 2 * seconds)
    default: return .killsAll(seconds: seconds / 2)
    }
  }

  var description: String {
    switch self {
    case .kills(let node, let seconds): "node \(node) is killed for \(seconds) s"
    case .stops(let node, let seconds): "node \(node) is stopped for \(seconds) s"
    case .hangs(let node, let seconds): "node \(node) hangs for \(seconds) s"
    case .parts(let group, let node, let seconds):
      "nodes \(group) are cut off for \(seconds) s, and node \(node) begins again meanwhile"
    case .partsAfterStart(let node, let other):
      "node \(node) begins again, and then node \(other) is cut off"
    case .flaps(let node, let times): "the links of node \(node) come and go \(times) times"
    case .wipesFollower(let isFetchingSnapshot, let seconds):
      "the follower loses its disk for \(seconds) s"
        + (isFetchingSnapshot ? ", and wants a snapshot" : "")
    case .wipesValidator(let node, let isFetchingSnapshot, let seconds):
      "node \(node) loses its disk for \(seconds) s"
        + (isFetchingSnapshot ? ", and wants a snapshot" : "")
    case .killsAll(let seconds): "all nodes are killed for \(seconds) s"
    }
  }

  /// Makes it happen, and makes it good again.
  func happen(to network: ChaosNetwork) throws {
    let devnet = network.devnet
    switch self {
    case .kills(let node, let seconds), .stops(let node, let seconds):
      if case .kills = self {
        try devnet.run("kill", "\(node)")
      } else {
        try devnet.run("stop", "\(node)")
      }
      Thread.sleep(forTimeInterval: seconds)
      try devnet.run("start", "\(node)")
    case .hangs(let node, let seconds):
      try devnet.run("pause", "\(node)")
      Thread.sleep(forTimeInterval: seconds)
      try devnet.run("resume", "\(node)")
    case .parts(let group, let node, let seconds):
      try devnet.run("partition", group)
      Thread.sleep(forTimeInterval: seconds)
      // One that comes back while links are cut has to wait for them.
      try devnet.run("kill", "\(node)")
      try devnet.run("start", "\(node)")
      try devnet.run("heal")
    case .partsAfterStart(let node, let other):
      try devnet.run("kill", "\(node)")
      try devnet.run("start", "\(node)")
      try devnet.run("partition", "\(other)")
      // The other three are enough.
      let height = try devnet.height(node)
      try devnet.wait(for: "growth without node \(other)") { try devnet.height(node) > height + 4 }
      try devnet.run("heal")
    case .flaps(let node, let times):
      for _ in 0..<times {
        try devnet.run("partition", "\(node)")
        Thread.sleep(forTimeInterval: 0.3)
        try devnet.run("heal")
        Thread.sleep(forTimeInterval: 0.3)
      }
    case .wipesFollower(let isFetchingSnapshot, let seconds):
      try wipe(Self.follower, isFetchingSnapshot, seconds, network)
    case .wipesValidator(let node, let isFetchingSnapshot, let seconds):
      try wipe(node, isFetchingSnapshot, seconds, network)
      try devnet.wait(for: "votes of node \(node)") { try devnet.votes(node) }
    case .killsAll(let seconds):
      for node in 0..<devnet.nodeCount { try devnet.run("kill", "\(node)") }
      Thread.sleep(forTimeInterval: seconds)
      for node in 0..<devnet.nodeCount { try devnet.run("start", "\(node)") }
    }
  }

  private func wipe(
    _ node: Int, _ isFetchingSnapshot: Bool, _ seconds: Double, _ network: ChaosNetwork
  ) throws {
    try network.wipe(node)
    Thread.sleep(forTimeInterval: seconds)
    try network.devnet.run(
      "start", "\(node)", settings: isFetchingSnapshot ? ["TRADEWIND_SNAPSHOT_LAG": "1"] : [:])
  }
}
