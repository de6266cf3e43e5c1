import Chain
import Consensus
import TestSupport

/// Everything that is drawn for a world before it begins; a seed and nothing else decides it.
struct WorldPlan {
  /// What follows a crash that somebody has put into a world.
  struct Aftermath {
    /// What is drawn from then on comes from this, so that worlds are the same until they crash.
    var seed: UInt64
    var healingMilliseconds: UInt64
  }

  var seed: UInt64
  var nodeCount: Int
  /// What each adversary does, by node.
  var adversaries: [Int: Adversary]
  /// Nodes that may lose their disk, or find an old copy in its place.
  var fragile: Set<Int>
  var epochLengthMilliseconds: UInt64
  var minBlockIntervalMilliseconds: UInt64
  var emptyBlockIntervalMilliseconds: UInt64
  var settings: EngineSettings
  var links: LinkFaults
  /// What becomes of them when the world heals.
  var healedLinks = LinkFaults.calm
  /// How long faults go on.
  var chaosMilliseconds: UInt64
  /// Faults come this often on average.
  var faultIntervalMilliseconds: Int
  var syncMilliseconds: UInt64
  var commitMilliseconds: UInt64
  var buildMilliseconds: UInt64
  var executionMilliseconds: ClosedRange<Int>
  /// Whether there are always transactions to order.
  var isBusy: Bool
  var driftsMillionthsMax: Int
  /// Whether faults are drawn, or only those come that somebody puts into the world.
  var hasFaults = true
  /// Whether everybody always has a seat and the same power.
  var isUniform = false
  var aftermath: Aftermath?
  /// The nodes that lead the first views, where that is not left to the set.
  var leaders: [Int] = []

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
          // Most rules are about proposals, and only this one breaks them.
          let kind =
            random.happens(oneIn: 3)
            ? .lawless
            : Adversary.allCases[random.number(in: 0...(Adversary.allCases.count - 1))]
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
    switch random.number(in: 0...15) {
    case 0: slowDown()
    case 1: lengthenEpochs()
    case 2 where nodeCount <= 5:
      lengthenEpochs()
      chaosMilliseconds = UInt64(random.number(in: 8_000...16_000))
    default: break
    }
  }

  /// Links that never get as fast as timeouts expect at first: only patience that grows helps.
  private mutating func slowDown() {
    let shortest = Int(settings.certifyTimeoutMilliseconds)
    links.delayMilliseconds = shortest...(shortest * 3 / 2)
    links.detourPerMille = 0
    healedLinks = LinkFaults(delayMilliseconds: links.delayMilliseconds)
  }

  /// Epochs that last longer than anybody may lag, so that no closing block comes to the rescue.
  private mutating func lengthenEpochs() {
    epochLengthMilliseconds = 900_000
  }

  /// A world in which nothing goes wrong but what is put into it.
  static func quiet(nodes: Int, delayMilliseconds: Int = 5) -> WorldPlan {
    var plan = WorldPlan(seed: 1)
    plan.nodeCount = nodes
    plan.adversaries = [:]
    plan.fragile = []
    plan.isUniform = true
    plan.hasFaults = false
    plan.epochLengthMilliseconds = 3_600_000
    plan.minBlockIntervalMilliseconds = 0
    plan.emptyBlockIntervalMilliseconds = 20
    plan.links = LinkFaults(delayMilliseconds: delayMilliseconds...delayMilliseconds)
    plan.settings = EngineSettings()
    plan.settings.leaderTimeoutMilliseconds = 40
    plan.settings.certifyTimeoutMilliseconds = 80
    plan.settings.timeoutMaxMilliseconds = 1_000
    plan.settings.retryMilliseconds = 60
    plan.settings.retryMaxMilliseconds = 500
    plan.settings.standstillMilliseconds = 400
    plan.settings.skipTimeoutMilliseconds = 2_000
    plan.chaosMilliseconds = 0
    plan.syncMilliseconds = 1
    plan.commitMilliseconds = 2
    plan.buildMilliseconds = 0
    plan.executionMilliseconds = 0...0
    plan.isBusy = true
    plan.driftsMillionthsMax = 0
    return plan
  }
}
