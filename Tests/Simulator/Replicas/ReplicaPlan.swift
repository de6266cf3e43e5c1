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
  /// Honest nodes that lose their disks, or get old copies of them back.
  let fragile: Set<Int>
  /// Nodes whose database is the real one, in files.
  let onDisk: Set<Int>
  /// Who is away for long, and comes back by a snapshot.
  let absence: Absence?
  /// Whether it lasts for so many epochs that whoever was jailed gets out again.
  let isLong: Bool
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
  /// Whether transactions soon become too old to wait.
  let isImpatient: Bool
  let clientCount: Int
  /// How many validators were never heard of.
  let absentCount: Int
  /// Clients send a transaction this often on average.
  let submitIntervalMilliseconds: Int

  init(seed: UInt64, _ kind: ReplicaWorldKind = .any) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    isLong = random.happens(oneIn: 50) && kind == .any
    let isLarge = random.happens(oneIn: 12)
    let isMissed = !isLong && random.happens(oneIn: 5) || kind == .misled
    nodeCount =
      isLong
      ? 1 : isLarge ? random.number(in: 5...9) : isMissed ? 4 : random.number(in: 1...4)
    var mischief: [Int: Mischief] = [:]
    var fragile: Set<Int> = []
    // With fewer than four there is nobody to spare.
    if nodeCount >= 4 {
      for node in 0..<random.number(in: 0...((nodeCount - 1) / 3)) {
        if random.happens(oneIn: 3) {
          fragile.insert(node)
        } else {
          mischief[node] = Mischief.usual[random.number(in: 0...(Mischief.usual.count - 1))]
        }
      }
    }
    let epochMax = isLong ? 1_100 : isMissed ? 1_500 : 3_000
    epochLengthMilliseconds = UInt64(random.number(in: 1_000...epochMax))
    let isSlow = random.happens(oneIn: 10)
    let usual = 500...(isSlow ? 12_000 : 4_000)
    let lengths = isLong ? 55_000...55_000 : isMissed ? 6_000...9_000 : usual
    let length = UInt64(random.number(in: lengths))
    chaosMilliseconds = length
    absence =
      switch kind {
      case .any where isMissed: Absence(in: length, nodeCount, &mischief, &fragile, &random)
      case .any: nil
      case .misled: Absence(misledIn: length, nodeCount, &mischief, &fragile, &random)
      }
    self.mischief = mischief
    self.fragile = fragile
    let diskCount = random.happens(oneIn: isMissed ? 2 : 4) ? random.number(in: 1...nodeCount) : 0
    onDisk = Set((nodeCount - diskCount)..<nodeCount).union(diskCount > 0 ? fragile : [])
    var parameters = ChainParameters()
    parameters.minBlockIntervalMilliseconds = UInt64(random.number(in: 10...60))
    parameters.emptyBlockIntervalMilliseconds = UInt64(random.number(in: 60...300))
    // Who was cut off is not jailed: with him gone the dishonest could be a third.
    parameters.missedSlotsMin = isLong ? 1 : 1_024
    // Everything matures within the life of a world.
    parameters.metaDepositMin = Wei(stos: 10)
    parameters.unbondingEpochs = 3
    parameters.nodeUnbondingEpochs = 2
    parameters.votingEpochs = 3
    parameters.reportEpochs = 1
    parameters.maturityEpochs = 1
    parameters.recordEpochs = 1 + ChainParameters.claimEpochsMin
    parameters.graceEpochs = 1
    if random.happens(oneIn: 3) { parameters.blockGasLimit = Gas(3_000_000) }
    self.parameters = parameters
    var settings = ReplicaSettings()
    settings.engine.leaderTimeoutMilliseconds = UInt64(random.number(in: 100...300))
    settings.engine.certifyTimeoutMilliseconds =
      2 * settings.engine.leaderTimeoutMilliseconds + UInt64(random.number(in: 0...200))
    settings.engine.timeoutMaxMilliseconds = 4_000
    settings.engine.standstillMilliseconds = UInt64(random.number(in: 1_000...3_000))
    settings.statusMilliseconds = UInt64(random.number(in: 100...500))
    settings.muteMilliseconds = 5 * settings.statusMilliseconds / 2
    settings.answerMilliseconds = UInt64(random.number(in: 300...1_000))
    settings.bodyMilliseconds = UInt64(random.number(in: 50...300))
    settings.repeatMilliseconds = UInt64(random.number(in: 1_000...2_000))
    settings.lagMax = UInt64(random.number(in: 2...16))
    if let absence, absence.hasSnapshots {
      settings.snapshotLagEpochs = random.happens(oneIn: 3) ? 2 : 1
      settings.snapshotRetryMilliseconds = UInt64(random.number(in: 200...1_500))
    } else if absence != nil {
      // Whoever does not get on by blocks is not to be helped out by a snapshot after a while.
      settings.snapshotLagEpochs = .max
    }
    isCrowded = random.happens(oneIn: 4)
    if isCrowded { settings.mempool.sizeBytesMax = 3_000 }
    isImpatient = random.happens(oneIn: 8)
    if isImpatient { settings.mempool.lifetimeMilliseconds = 2_000 }
    self.settings = settings
    // With one of four away, whatever is lost or fails holds up all: the chain would hardly grow,
    // and nobody would be far behind.
    links = random.happens(oneIn: 4) || kind == .misled ? .calm : .drawn(from: &random)
    let isCalm = isLong || kind == .misled
    faultIntervalMilliseconds = random.number(in: isCalm ? 2_000...6_000 : 60...800)
    syncMilliseconds = UInt64(random.number(in: 0...5))
    commitMilliseconds = UInt64(random.number(in: 0...40))
    checkMilliseconds = 0...random.number(in: 0...10)
    executionMilliseconds = 0...random.number(in: 0...(random.happens(oneIn: 4) ? 150 : 20))
    clientCount = random.number(in: 1...4)
    absentCount = isLong ? 8 : random.number(in: 0...2)
    submitIntervalMilliseconds = random.number(in: isLong ? 200...400 : 8...120)
  }
}
