import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// The small chain under consensus: who validates when, which bodies are valid, and what executing
/// blocks comes to.
///
/// The state is one hash that takes in the blocks in their order, so that any difference of order
/// between two nodes shows up in the roots their headers name.
final class ChainRules {
  let network: Network
  let genesis: Header
  let epochLengthMilliseconds: UInt64
  /// The keys that exist, by node; twins share one.
  let keys: [ValidatorKey]
  private let seed: UInt64
  /// Nodes whose power in every epoch is below a third, all of them together.
  private let suspects: Set<Int>
  private let isUniform: Bool
  /// The nodes that lead the first views of the first epoch, where somebody has chosen them.
  private let firstLeaders: [Int]
  private var sets: [UInt64: ValidatorSet] = [:]
  private var plans: [Digest: EpochPlan] = [:]
  private let minBlockIntervalMilliseconds: UInt64
  private let emptyBlockIntervalMilliseconds: UInt64

  init(
    seed: UInt64, keys: [ValidatorKey], suspects: Set<Int>, epochLengthMilliseconds: UInt64,
    minBlockIntervalMilliseconds: UInt64, emptyBlockIntervalMilliseconds: UInt64,
    isUniform: Bool = false, leaders: [Int] = []
  ) throws {
    self.seed = seed
    firstLeaders = leaders
    self.isUniform = isUniform
    self.keys = keys
    self.suspects = suspects
    self.epochLengthMilliseconds = epochLengthMilliseconds
    self.minBlockIntervalMilliseconds = minBlockIntervalMilliseconds
    self.emptyBlockIntervalMilliseconds = emptyBlockIntervalMilliseconds
    let set =
      isUniform
      ? try Self.uniformSet(keys: keys)
      : try Self.set(of: 1, seed: seed, keys: keys, suspects: suspects)
    sets[1] = set
    sets[2] = set
    let empty = Keccak256.hash([UInt8]().span)
    genesis = Header(
      chainID: ChainID(20_480), epoch: Epoch(0), height: Height(0), view: View(0),
      parentView: View(0), parentHash: .zero, time: Timestamp(1_700_000_000_000),
      proposer: Address(.zero), transactionsRoot: empty, transactionCount: 0,
      executedHeight: Height(0), executedStateRoot: Self.genesisRoot, validatorSetHash: set.hash,
      nextValidatorSetHash: set.hash)
    network = Network(chainID: ChainID(20_480), genesisHash: genesis.hash)
  }

  /// The root before any block.
  static let genesisRoot = Keccak256.hash([0x53].span)

  static func root(after block: Digest, on root: Digest) -> Digest {
    var hasher = Keccak256()
    hasher.update(root.bytes.storage.span)
    hasher.update(block.bytes.storage.span)
    return hasher.finalize()
  }

  /// The set that serves an epoch: other members with other powers each time.
  func set(of epoch: Epoch) -> ValidatorSet {
    if let set = sets[isUniform ? 1 : epoch.units] { return set }
    guard
      let set = try? Self.set(of: epoch.units, seed: seed, keys: keys, suspects: suspects)
    else { preconditionFailure("drawn members make up a set") }
    sets[epoch.units] = set
    return set
  }

  private static func uniformSet(keys: [ValidatorKey]) throws -> ValidatorSet {
    try ValidatorSet(
      keys.filter { !$0.isTwin }.map {
        Validator(account: $0.account, key: $0.publicKey, power: Power(1))
      })
  }

  private static func set(
    of epoch: UInt64, seed: UInt64, keys: [ValidatorKey], suspects: Set<Int>
  ) throws -> ValidatorSet {
    var random = SplitMix64(seed: seed &* 1_000_003 &+ epoch)
    var powers: [(key: ValidatorKey, power: UInt64)] = []
    var sound: UInt64 = 0
    let isEven = random.happens(oneIn: 2)
    for (node, key) in keys.enumerated() where !key.isTwin && !suspects.contains(node) {
      let isLast = node == keys.count - 1
      // Now and then somebody has no seat, but never everybody.
      if random.happens(oneIn: 6), !powers.isEmpty || !isLast, keys.count > 4 { continue }
      let power = isEven ? 12 : UInt64(random.number(in: 1...100))
      sound += power
      powers.append((key, power))
    }
    if powers.isEmpty, let first = keys.indices.first(where: { !suspects.contains($0) }) {
      powers.append((keys[first], 10))
      sound = 10
    }
    // Less than half of the others' power is less than a third of all.
    let count = UInt64(suspects.filter { !keys[$0].isTwin }.count)
    for node in suspects.sorted() where !keys[node].isTwin {
      let share = (sound - 1) / 2 / max(1, count)
      if share > 0 { powers.append((keys[node], share)) }
    }
    return try ValidatorSet(
      powers.map {
        Validator(account: $0.key.account, key: $0.key.publicKey, power: Power($0.power))
      }
    )
  }

  /// What the state after a closing block says about the epoch behind it.
  func plan(after closing: Header) -> EpochPlan {
    let hash = closing.hash
    if let plan = plans[hash] { return plan }
    let epoch = closing.epoch.next
    let plan = EpochPlan(
      network: network, epoch: epoch, set: set(of: epoch), nextSetHash: set(of: epoch.next).hash,
      anchor: closing,
      boundary: EpochPlan.boundary(
        after: closing.time, genesis: genesis.time,
        epochLengthMilliseconds: epochLengthMilliseconds),
      minBlockIntervalMilliseconds: minBlockIntervalMilliseconds,
      emptyBlockIntervalMilliseconds: emptyBlockIntervalMilliseconds,
      leaders: leaders(of: epoch))
    plans[hash] = plan
    return plan
  }

  /// Who leads the views of an epoch: the set decides, but for what was chosen for the first.
  func leaders(of epoch: Epoch) -> LeaderTable {
    let set = set(of: epoch)
    guard epoch == Epoch(1) else { return LeaderTable(set) }
    var slots = LeaderTable(set).slots
    for (index, node) in firstLeaders.enumerated() {
      guard let place = set.index(of: keys[node].account) else { continue }
      slots[LeaderTable.slot(of: View(UInt64(index + 1)), in: epoch)] = UInt16(place)
    }
    return LeaderTable(slots: slots)
  }

  /// Whether a header may name the state after a block.
  func isNameable(_ header: Header, isClosing: Bool) -> Bool {
    isClosing || header.height.units.isMultiple(of: EpochPlan.nameableEvery)
  }

  /// What begins a transaction that makes its block invalid.
  static let poison: UInt8 = 0xFF

  func verdict(on body: Body) -> BodyVerdict {
    body.transactions.contains { $0.first == Self.poison } ? .invalid : .valid
  }
}
