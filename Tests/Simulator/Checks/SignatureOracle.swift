import Chain
import Consensus
import Cryptography

/// Sees every signature that leaves an honest node, and every accusation.
///
/// A home that was restored from an old copy counts as faulty until it hears a vote of its own that
/// it does not know, or until an epoch begins in which it has cast none.
struct SignatureOracle {
  private struct Place: Hashable {
    let key: Int
    let epoch: Epoch
    let view: View
  }

  private struct Listener: Hashable {
    let node: Int
    let place: Place
  }

  private let keys: [PublicKey]
  /// The first node with a key.
  private let owners: [PublicKey: Int]
  private let adversaries: Set<Int>
  private let network: Network
  private let guilty: Set<Int>
  private var shown: [Place: [Statement]] = [:]
  private var newestEpoch: [Int: Epoch] = [:]
  /// Nodes that cannot know what they signed, with the last epoch they had voted in.
  private var unaware: [Int: Epoch] = [:]
  private var excused: Set<Int> = []
  /// What honest nodes have heard since they last started, and whom they accused.
  private var heard: [Listener: [Statement]] = [:]
  private var accusations: Set<Listener> = []
  /// Which kinds of vote each accusation held against each other.
  private var reasons: [Listener: [Set<VoteKind>]] = [:]
  private var provable: [(listener: Listener, since: UInt64)] = []
  /// How long an accusation may wait for the disk.
  private static let accusationMilliseconds: UInt64 = 500
  private(set) var signatureCount = 0

  init(keys: [PublicKey], adversaries: Set<Int>, network: Network) {
    self.keys = keys
    owners = Dictionary(zip(keys, keys.indices)) { first, _ in first }
    self.adversaries = adversaries
    self.network = network
    guilty = Set(keys.indices.filter { index in adversaries.contains { keys[$0] == keys[index] } })
  }

  mutating func signed(_ statement: Statement, by node: Int) { signatureCount += 1 }

  /// A vote is out: it may not contradict any that was out before.
  mutating func visible(_ statement: Statement, of node: Int) -> [String] {
    let place = Place(key: node, epoch: statement.epoch, view: statement.view)
    let earlier = shown[place] ?? []
    guard !earlier.contains(statement) else { return [] }
    shown[place] = earlier + [statement]
    if let limit = unaware[node], statement.epoch > limit { unaware[node] = nil }
    newestEpoch[node] = max(newestEpoch[node] ?? Epoch(0), statement.epoch)
    guard let conflict = earlier.first(where: { Self.forbids($0, statement) }) else { return [] }
    guard unaware[node] == nil else {
      excused.insert(node)
      return []
    }
    return [
      "honest node \(node) signed \(statement.summary) after \(conflict.summary) in epoch "
        + "\(statement.epoch)"
    ]
  }

  private static func forbids(_ earlier: Statement, _ later: Statement) -> Bool {
    if earlier.contradicts(later) { return true }
    switch (earlier.content, later.content) {
    case (.nullify, .notarize): return true
    case (.notarize(let one), .finalize(let other)), (.finalize(let one), .notarize(let other)):
      return one != other
    default: return false
    }
  }

  /// A vote leaves a node; it has to be durable by then.
  func sent(_ statement: Statement, by node: Int) -> [String] {
    let place = Place(key: node, epoch: statement.epoch, view: statement.view)
    guard shown[place]?.contains(statement) != true else { return [] }
    return ["node \(node) sent \(statement.summary) before it was durable"]
  }

  mutating func restored(_ node: Int) {
    unaware[node] = newestEpoch[node] ?? Epoch(0)
  }

  mutating func noticed(_ node: Int) { unaware[node] = nil }

  mutating func heard(
    _ statement: Statement, of key: PublicKey, by node: Int, at time: UInt64
  ) {
    // Nobody accuses itself.
    guard let owner = owners[key], keys[node] != key else { return }
    let place = Place(key: owner, epoch: statement.epoch, view: statement.view)
    let listener = Listener(node: node, place: place)
    let earlier = heard[listener] ?? []
    guard !earlier.contains(statement) else { return }
    heard[listener] = earlier + [statement]
    if earlier.contains(where: { $0.contradicts(statement) }) { provable.append((listener, time)) }
  }

  mutating func accused(_ evidence: Evidence, by node: Int) -> [String] {
    guard let key = try? evidence.offender(on: network),
      let owner = owners[key]
    else { return ["node \(node) accuses with evidence that proves nothing"] }
    let statement = evidence.first.statement
    let listener = Listener(
      node: node, place: Place(key: owner, epoch: statement.epoch, view: statement.view))
    accusations.insert(listener)
    let kinds: Set = [statement.kind, evidence.second.statement.kind]
    if reasons[listener]?.contains(kinds) == true {
      return ["node \(node) accuses node \(owner) twice in view \(statement.view)"]
    }
    reasons[listener, default: []].append(kinds)
    guard guilty.contains(owner) || excused.contains(owner) else {
      return ["node \(node) accuses the honest node \(owner)"]
    }
    return []
  }

  /// What a node has heard before a crash it may have forgotten.
  mutating func stopped(_ node: Int) {
    for listener in heard.keys where listener.node == node { heard[listener] = nil }
    for listener in reasons.keys where listener.node == node { reasons[listener] = nil }
    provable.removeAll { $0.listener.node == node && !accusations.contains($0.listener) }
  }

  mutating func began(_ epoch: Epoch, by node: Int) {
    if let limit = unaware[node], epoch > limit { unaware[node] = nil }
  }

  func conclude(at time: UInt64) -> [String] {
    let silent = provable.first { listener, since in
      !accusations.contains(listener) && since + Self.accusationMilliseconds < time
    }
    guard let (listener, _) = silent else { return [] }
    let statements = (heard[listener] ?? []).map(\.summary).joined(separator: ", ")
    return [
      "node \(listener.node) heard node \(listener.place.key) contradict itself in view "
        + "\(listener.place.view) of epoch \(listener.place.epoch), and did not accuse it: "
        + statements
    ]
  }
}
