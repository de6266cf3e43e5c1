import Chain
import Consensus
import Replica
import TestSupport

/// Everything that is drawn for a world of whole replicas before it begins.
struct ReplicaPlan {
  let seed: UInt64
  let nodeCount: Int
  /// What the dishonest do, by node.
  let mischief: [Int: Mischief]
  let epochLengthMilliseconds: UInt64
  let parameters: ChainParameters
  let settings: ReplicaSettings
  let links: LinkFaults
  let chaosMilliseconds: UInt64
  /// Faults come this often on average.
  let faultIntervalMilliseconds: Int
  let syncMilliseconds: UInt64
  let commitMilliseconds: UInt64
  let checkMilliseconds: ClosedRange<Int>
  let executionMilliseconds: ClosedRange<Int>
  /// Whether pools are so small that transactions push each other out.
  let isCrowded: Bool
  let clientCount: Int
  /// Clients send a transaction this often on average.
  let submitIntervalMilliseconds: Int

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    nodeCount = random.happens(oneIn: 12) ? random.number(in: 5...9) : random.number(in: 1...4)
    var mischief: [Int: Mischief] = [:]
    if nodeCount >= 4 {
      for node in 0..<random.number(in: 0...((nodeCount - 1) / 3)) {
        mischief[node] = Mischief.allCases[random.number(in: 0...(Mischief.allCases.count - 1))]
      }
    }
    self.mischief = mischief
    epochLengthMilliseconds = UInt64(random.number(in: 1_000...3_000))
    var parameters = ChainParameters()
    parameters.minBlockIntervalMilliseconds = UInt64(random.number(in: 10...60))
    parameters.emptyBlockIntervalMilliseconds = UInt64(random.number(in: 60...300))
    // Who was cut off is not jailed: with him gone the dishonest could be a third.
    parameters.missedSlotsMin = 1_024
    if random.happens(oneIn: 3) { parameters.blockGasLimit = Gas(3_000_000) }
    self.parameters = parameters
    var settings = ReplicaSettings()
    settings.engine.leaderTimeoutMilliseconds = UInt64(random.number(in: 100...300))
    settings.engine.certifyTimeoutMilliseconds =
      2 * settings.engine.leaderTimeoutMilliseconds + UInt64(random.number(in: 0...200))
    settings.engine.timeoutMaxMilliseconds = 4_000
    settings.engine.standstillMilliseconds = UInt64(random.number(in: 1_000...3_000))
    settings.statusMilliseconds = UInt64(random.number(in: 100...500))
    settings.answerMilliseconds = UInt64(random.number(in: 300...1_000))
    settings.bodyMilliseconds = UInt64(random.number(in: 50...300))
    settings.repeatMilliseconds = UInt64(random.number(in: 1_000...2_000))
    settings.lagMax = UInt64(random.number(in: 2...16))
    isCrowded = random.happens(oneIn: 4)
    if isCrowded { settings.mempool.sizeBytesMax = 3_000 }
    self.settings = settings
    links = random.happens(oneIn: 4) ? .calm : .drawn(from: &random)
    chaosMilliseconds = UInt64(random.number(in: 500...4_000))
    faultIntervalMilliseconds = random.number(in: 60...800)
    syncMilliseconds = UInt64(random.number(in: 0...5))
    commitMilliseconds = UInt64(random.number(in: 0...40))
    checkMilliseconds = 0...random.number(in: 0...10)
    executionMilliseconds = 0...random.number(in: 0...(random.happens(oneIn: 4) ? 150 : 20))
    clientCount = random.number(in: 1...4)
    submitIntervalMilliseconds = random.number(in: 10...200)
  }
}
