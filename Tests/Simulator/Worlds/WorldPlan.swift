import Chain
import Consensus
import TestSupport

/// Everything that is drawn for a world before it begins; a seed and nothing else decides it.
struct WorldPlan {
  let seed: UInt64
  let nodeCount: Int
  /// What each adversary does, by node.
  let adversaries: [Int: Adversary]
  /// Nodes that may lose their disk, or find an old copy in its place.
  let fragile: Set<Int>
  let epochLengthMilliseconds: UInt64
  let minBlockIntervalMilliseconds: UInt64
  let emptyBlockIntervalMilliseconds: UInt64
  let settings: EngineSettings
  let links: LinkFaults
  /// How long faults go on.
  let chaosMilliseconds: UInt64
  /// Faults come this often on average.
  let faultIntervalMilliseconds: Int
  let syncMilliseconds: UInt64
  let commitMilliseconds: UInt64
  let buildMilliseconds: UInt64
  let executionMilliseconds: ClosedRange<Int>
  /// Whether there are always transactions to order.
  let isBusy: Bool
  let driftsMillionthsMax: Int

  /// Nodes that can be suspected of forgotten or contradicting votes, less than a third together.
  var suspects: Set<Int> { fragile.union(adversaries.keys) }

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    let isLarge = random.happens(oneIn: 20)
    let count = random.number(in: isLarge ? 8...16 : 1...7)
    var adversaries: [Int: Adversary] = [:]
    var fragile: Set<Int> = []
    var nodes = count
    // With fewer than four there is nobody to spare.
    if count >= 4 {
      for node in 0..<random.number(in: 0...((count - 1) / 3)) {
        if random.happens(oneIn: 3) {
          fragile.insert(node)
        } else {
          let kind = Adversary.allCases[random.number(in: 0...(Adversary.allCases.count - 1))]
          adversaries[node] = kind
          guard kind == .twin else { continue }
          adversaries[nodes] = .twin
          nodes += 1
        }
      }
    }
    nodeCount = nodes
    self.adversaries = adversaries
    self.fragile = fragile
    let blocks = random.number(in: 3...(random.happens(oneIn: 3) ? 50 : 12))
    let interval = random.number(in: 20...60)
    epochLengthMilliseconds = UInt64(blocks * interval)
    minBlockIntervalMilliseconds = UInt64(random.number(in: 0...30))
    emptyBlockIntervalMilliseconds = UInt64(random.number(in: 30...200))
    var settings = EngineSettings()
    settings.leaderTimeoutMilliseconds = UInt64(random.number(in: 60...300))
    settings.certifyTimeoutMilliseconds =
      2 * settings.leaderTimeoutMilliseconds + UInt64(random.number(in: 0...200))
    settings.timeoutMaxMilliseconds = 8_000
    settings.retryMilliseconds = UInt64(random.number(in: 100...500))
    settings.retryMaxMilliseconds = 4_000
    settings.skipTimeoutMilliseconds = UInt64(random.number(in: 600...3_000))
    settings.standstillMilliseconds = UInt64(random.number(in: 1_000...4_000))
    self.settings = settings
    let isCalm = random.happens(oneIn: 5)
    links = isCalm ? .calm : .drawn(from: &random)
    chaosMilliseconds = UInt64(random.number(in: 500...4_000))
    faultIntervalMilliseconds = random.number(in: 60...800)
    syncMilliseconds = UInt64(random.number(in: 0...5))
    commitMilliseconds = UInt64(random.number(in: 0...30))
    buildMilliseconds = UInt64(random.number(in: 0...10))
    executionMilliseconds = 0...random.number(in: 0...(random.happens(oneIn: 4) ? 200 : 20))
    isBusy = random.happens(oneIn: 2)
    driftsMillionthsMax = random.happens(oneIn: 2) ? 0 : random.number(in: 1...50_000)
  }

  /// A quiet world with links of one delay, to measure how long things take.
  init(quietWith count: Int, delayMilliseconds: Int) {
    seed = 1
    nodeCount = count
    adversaries = [:]
    fragile = []
    epochLengthMilliseconds = 600_000
    minBlockIntervalMilliseconds = 0
    emptyBlockIntervalMilliseconds = 1_000
    settings = EngineSettings()
    links = LinkFaults(delayMilliseconds: delayMilliseconds...delayMilliseconds)
    chaosMilliseconds = 0
    faultIntervalMilliseconds = 1
    syncMilliseconds = 0
    commitMilliseconds = 0
    buildMilliseconds = 0
    executionMilliseconds = 0...0
    isBusy = true
    driftsMillionthsMax = 0
  }
}
