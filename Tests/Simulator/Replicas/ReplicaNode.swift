import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport

/// A whole node between its start and its crash: a replica with its gate, journal, state and
/// database, put together as a shell does it.
///
/// Everything it does goes through `perform`, where a crash can come before each step.
final class ReplicaNode {
  /// One thing that waits for the disk.
  enum Step {
    case perform(ReplicaEffect)
    case learn(ReplicaInput)
  }

  /// What one turn has to make durable, and what may follow only then.
  struct Turn {
    var records: [JournalRecord] = []
    var bodies: [Block] = []
    var steps: [Step] = []

    var isEmpty: Bool { records.isEmpty && bodies.isEmpty && steps.isEmpty }
  }

  /// A block that waits to be executed.
  struct Ordered {
    let block: OrderedBlock
    let certificate: Certificate?
    let isClosing: Bool
  }

  /// The world owns the node, by its machine.
  unowned let world: ReplicaWorld
  let index: Int
  /// How many times this node had been started before, so that events of earlier lives are told.
  let life: Int
  let key: ValidatorKey
  var replica: Replica
  var gate: SafetyGate
  var journal: Journal
  var segments: SegmentLayout
  var isDead = false

  /// Turns that wait for the disk, and those it is just now syncing.
  var waiting: [Turn] = []
  var syncing: [Turn]?
  /// Whether effects are being carried out; what they lead to waits its turn.
  var isAdvancing = false
  /// The number that the disk has certainly got.
  var syncedSequence: UInt64
  /// The closing block behind which a journal is to be opened, once the disk is free.
  var opening: Header?
  /// Blocks whose bodies lie in a segment of this life.
  var stored: Set<Digest> = []
  var wakeSerial = 0
  private var recalledVotes: [Vote]

  var ordered: [Ordered] = []
  var executed: [ExecutedReplicaBlock] = []
  var committing: [ExecutedReplicaBlock] = []
  var isExecuting = false
  var isCommitting = false
  /// Whether a state comes in that is to take the place of this one.
  var isImporting = false
  /// What clients were told is on its way, as far as they were told in this life.
  var acknowledged: [Recovered<Transaction>] = []
  var asked: [Digest: Recovered<Transaction>] = [:]
  /// How many certificates the replica has given out to be checked, and not heard of since.
  private(set) var certificateCheckCount = 0
  var connected: Set<Int> = []

  init(_ world: ReplicaWorld, index: Int, life: Int) throws {
    self.world = world
    self.index = index
    self.life = life
    let machine = world.machines[index]
    key = machine.key
    let network = world.network
    machine.home.store = try machine.home.store.reopened()
    let store = machine.home.store
    let (contents, opened) = try Self.openJournal(of: machine, index: index, world)
    journal = opened
    gate = try SafetyGate(
      key: key.privateKey, network: network, contents: contents,
      // A journal that took another's place is not in the database yet.
      mark: store.mark.flatMap { $0.identity == contents.identity ? $0 : nil })
    var recalled: [Block] = []
    segments = SegmentLayout(
      identity: contents.identity, reading: machine.home.disk.segments, blocks: &recalled)
    stored = Set(recalled.map(\.header.hash))
    let start = EpochStart(behind: store.anchor, in: store.view)
    try Self.open(start, &gate, &journal, on: machine)
    syncedSequence = journal.sequence
    let tip = store.tip
    let recollection = Recollection(
      behind: start.anchor, tip: tip, certificate: store.certificate(at: tip.height),
      roots: store.nameableRoots, records: contents.records(of: start.epoch))
    recalledVotes = recollection.ownVotes
    replica = Replica(
      identity: Replica.Identity(
        network: network, genesisTime: world.genesis.genesis.time,
        epochLengthMilliseconds: world.plan.epochLengthMilliseconds, key: key.publicKey),
      settings: world.plan.settings, start: start,
      recollection: recollection,
      root: BlockTree.Root(tip, in: store.view), view: store.view,
      blocks: recalled, isTrusted: gate.isVoting,
      at: machine.clock.moment(at: world.now))
  }

  /// Reads the journal; begins another one when it is not to be trusted.
  private static func openJournal(
    of machine: ReplicaMachine, index: Int, _ world: ReplicaWorld
  ) throws(JournalFault) -> (JournalContents, Journal) {
    do throws(JournalFault) {
      let contents = try machine.home.disk.journal()
      try contents.check(
        against: machine.home.store.mark, key: machine.key.publicKey, network: world.network)
      machine.home.disk.cut(contents)
      var journal = Journal(resuming: contents)
      if contents.network == nil { write(journal.bind(to: world.network), on: machine) }
      return (contents, journal)
    } catch {
      guard !error.isMistaken else { throw error }
      world.note(index, "does not trust its journal: \(error)")
      world.checks.distrusted(by: index)
      let journal = machine.home.disk.replaceJournal(
        key: machine.key.publicKey, network: world.network, random: &world.random)
      return (try machine.home.disk.journal(), journal)
    }
  }

  /// Goes on with the journal of the epoch, or begins it, and lets the database name it.
  private static func open(
    _ start: EpochStart, _ gate: inout SafetyGate, _ journal: inout Journal,
    on machine: ReplicaMachine
  ) throws {
    if gate.epoch < start.epoch {
      let records = try gate.begin(
        start.epoch, after: start.anchor.time, following: journal.sequence)
      write(
        journal.begin(start.epoch, standing: gate.standing, followedBy: records), on: machine)
    }
    machine.home.disk.sync()
    try machine.home.store.open(naming: journal.mark)
    gate.note(commitWith: journal.mark)
  }

  private static func write(_ write: Journal.Write, on machine: ReplicaMachine) {
    machine.home.disk.write(
      write.bytes, to: VirtualDisk.name(ofJournal: write.file), at: write.offset)
  }

  var machine: ReplicaMachine { world.machines[index] }
  var now: Moment { machine.clock.moment(at: world.now) }

  /// The state after the last executed block.
  var view: any StateView { machine.home.store.view(after: committing + executed) }

  func resume() {
    let store = machine.home.store
    world.checks.started(index, behind: store.tip, root: store.root)
    world.checks.began(replica.engine.plan, by: index)
    // What is durable may be sent from here on, whether or not that had begun.
    for vote in recalledVotes { world.checks.visible(vote, of: index) }
    recalledVotes = []
    handle(replica.start(at: now))
    machine.oldestGiven = max(machine.oldestGiven, store.oldestHeight)
    if machine.oldestGiven > Height(1) { learn(.kept(from: machine.oldestGiven)) }
    if gate.standing == .inquiring { learn(.quarantined) }
  }

  /// Hands the replica something and does what it wants.
  func learn(_ input: ReplicaInput) {
    guard !isDead else { return }
    if case .connected(let peer, _) = input { world.note(index, "connected to \(peer)") }
    if case .disconnected(let peer) = input { world.note(index, "disconnected from \(peer)") }
    if case .checked(.certificate, _) = input { certificateCheckCount -= 1 }
    let effects = replica.receive(input, at: now)
    for effect in effects {
      if case .check(.certificate) = effect { certificateCheckCount += 1 }
      if case .sign(let statement, _) = effect { world.note(index, "signs \(statement)") }
      if case .leave(_, let reason) = effect { world.note(index, "leaves: \(reason)") }
      if case .check(let check) = effect { world.note(index, "checks \(check.signatureCount)") }
    }
    handle(effects)
  }
}
