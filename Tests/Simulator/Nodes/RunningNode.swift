import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// A node between its start and its crash: engine, gate and journal, put together as a shell does.
///
/// Everything it does goes through `perform`, where a crash can come before each step.
final class RunningNode {
  /// One thing that waits for the disk.
  enum Step {
    case perform(Effect)
    case cast(Vote)
    case admit
  }

  struct ExecutedBlock {
    let block: Block
    let root: Digest
    let isNameable: Bool
    let isClosing: Bool
  }

  /// What one turn has to make durable, and what may follow only then.
  struct Turn {
    var records: [JournalRecord] = []
    var bodies: [Block] = []
    var steps: [Step] = []

    var isEmpty: Bool { records.isEmpty && bodies.isEmpty && steps.isEmpty }
  }

  /// The world owns the node, by its machine.
  unowned let world: World
  let index: Int
  /// How many times this node had been started before, so that events of earlier lives are told.
  let life: Int
  let key: ValidatorKey
  var gate: SafetyGate
  var journal: Journal
  var segments: SegmentLayout
  var plan: EpochPlan
  /// None until the database names the journal of the epoch.
  var engine: Engine?
  private var start: (contents: JournalContents, recalled: [Block])?
  var isDead = false

  /// Turns that wait for the disk, and those it is just now syncing.
  var waiting: [Turn] = []
  var syncing: [Turn]?
  /// Whether effects are being carried out; what they lead to waits its turn.
  var isAdvancing = false
  /// The number that the disk has certainly got.
  var syncedSequence: UInt64
  /// The closing block behind which an epoch begins, once the disk is free.
  var opening: Header?
  /// Whether the write that is being synced begins an epoch.
  var isOpening = false

  /// Bodies at hand, by hash.
  var blocks: [Digest: Block] = [:]
  /// Bodies that lie in a segment of this life.
  var stored: Set<Digest> = []
  var wakeSerial = 0

  // What is final and how far it was executed and committed.
  var finalized: [(header: Header, isClosing: Bool)] = []
  var executed: [ExecutedBlock] = []
  var committing: [ExecutedBlock] = []
  var lastFinality: (height: Height, certificate: Certificate)?
  var root: Digest
  var roots: SortedMap<Height, Digest>
  var isExecuting = false
  var isCommitting = false
  /// The highest certificates it has seen, with the headers of their blocks.
  var highest: [VoteKind: Certificate] = [:]
  var inquiry: LossInquiry?
  /// What it waits for before it votes as its operator told it when it was started.
  var acceptance: LossAcceptance?
  var askedAt: [Int: UInt64] = [:]
  var helpedAt: [Int: UInt64] = [:]
  /// What came for the epoch that is about to begin.
  var early: EarlyMessages?

  init(_ world: World, index: Int, life: Int) {
    self.world = world
    self.index = index
    self.life = life
    let machine = world.machines[index]
    let key = machine.key
    self.key = key
    var home = machine.home
    let network = world.rules.network
    var writes: [Journal.Write] = []
    let (contents, journal) = Self.openJournal(of: &home, key: key, world, index, &writes)
    do {
      gate = try SafetyGate(
        key: key.privateKey, network: network, contents: contents,
        // A journal that took another's place is not in the database yet.
        mark: home.database.mark.flatMap { $0.identity == contents.identity ? $0 : nil })
    } catch {
      preconditionFailure("a journal that was checked is taken: \(error)")
    }
    self.journal = journal
    let database = home.database
    let tip = database.tip
    let anchor = Self.anchor(in: database, rules: world.rules)
    let plan = world.rules.plan(after: anchor)
    var recalled: [Block] = []
    segments = SegmentLayout(
      identity: contents.identity, reading: home.segments, blocks: &recalled)
    self.plan = plan
    root = database.root
    roots = database.roots
    syncedSequence = self.journal.sequence
    machine.home = home
    for block in database.blocks.suffix(200) + recalled { blocks[block.header.hash] = block }
    if let certificate = database.certificates[tip.height] {
      lastFinality = (tip.height, certificate)
      highest[.finalize] = certificate
    }
    stored = Set(recalled.map(\.header.hash))
    for write in writes { put(write) }
    if !writes.isEmpty { world.machines[index].home.disk.sync() }
    start = (contents, recalled)
  }

  /// The closing block that the current epoch stands on.
  private static func anchor(in database: CommittedChain, rules: ChainRules) -> Header {
    var header = database.tip
    while header.epoch > Epoch(0) {
      guard let previous = database.header(at: Height(header.height.units - 1)) else { break }
      if header.epoch != previous.epoch {
        // The tip may itself be the closing block of its epoch.
        let plan = rules.plan(after: previous)
        return plan.isClosing(database.tip) ? database.tip : previous
      }
      header = previous
    }
    return header
  }

  /// Reads the journal; begins another one when it is not to be trusted.
  private static func openJournal(
    of home: inout Home, key: ValidatorKey, _ world: World, _ index: Int,
    _ writes: inout [Journal.Write]
  ) -> (JournalContents, Journal) {
    let network = world.rules.network
    do throws(JournalFault) {
      let contents = try home.journal()
      try contents.check(against: home.database.mark, key: key.publicKey, network: network)
      home.cut(contents)
      var journal = Journal(resuming: contents)
      if contents.network == nil { writes.append(journal.bind(to: network)) }
      return (contents, journal)
    } catch {
      world.note(index, "journal untrusted: \(error)")
      world.checks.lostJournal(index)
      let journal = home.replaceJournal(
        key: key.publicKey, network: network, random: &world.random)
      guard let contents = try? home.journal() else {
        preconditionFailure("a new journal can be read")
      }
      return (contents, journal)
    }
  }

  /// Goes on in the epoch that the database says, or begins it.
  func resume() {
    guard let (contents, recalled) = start else { return }
    start = nil
    // A crash may have come between the write that begins the next epoch and the commit of this
    // one's closing block, which is then still to be made final again.
    let isBehind = contents.epoch > plan.epoch
    guard isBehind || contents.epoch == plan.epoch && (mayBegin || !isAtAnchor) else {
      opening = plan.anchor
      return advance()
    }
    begin(recollection(from: contents.records(of: plan.epoch), bodies: recalled))
  }

  /// What the database, the journal and the segments know of the epoch.
  func recollection(from records: [JournalRecord], bodies: [Block]) -> Recollection {
    var recollection = Recollection()
    let database = world.machines[index].home.database
    if database.tip.epoch == plan.epoch { recollection.lastFinal = database.tip }
    for record in records {
      switch record {
      case .vote(let vote), .recalled(let vote):
        recollection.ownVotes.append(vote)
        // It is durable, so it may be sent from here on, whether or not that had begun.
        world.checks.visible(vote, of: index)
      case .certificate(let certificate):
        recollection.certificates.append(certificate)
        world.checks.synced(certificate, by: index)
        remember(certificate)
      case .opening, .binding, .closed, .standing, .acceptance: break
      }
    }
    if let last = lastFinality?.certificate, last.statement.epoch == plan.epoch {
      recollection.certificates.append(last)
      world.checks.synced(last, by: index)
    }
    let blocks = database.blocks.suffix(200) + bodies
    recollection.blocks = blocks.map(\.header).filter { $0.epoch == plan.epoch }
    recollection.roots = rootsToName
    return recollection
  }

  /// Whether nothing of the epoch is committed.
  var isAtAnchor: Bool { world.machines[index].home.database.tip == plan.anchor }

  /// Whether the database names the journal of the epoch.
  var mayBegin: Bool {
    let mark = world.machines[index].home.database.mark
    return journal.epoch >= plan.epoch && mark?.identity == journal.identity
      && mark.map { $0.sequence >= journal.openingSequence } ?? false
  }

  /// The roots that a header of the epoch may still name.
  private var rootsToName: SortedMap<Height, Digest> {
    var kept = SortedMap<Height, Digest>()
    for (height, root) in roots where height >= plan.anchor.height { kept[height] = root }
    return kept
  }

  var now: Moment { world.machines[index].clock.moment(at: world.now) }

  /// The place it votes from.
  var role: EngineRole {
    guard gate.isVoting, let place = plan.set.index(of: key.publicKey) else { return .observer }
    return .validator(place)
  }

  /// Starts the engine of the epoch.
  func begin(_ recollection: Recollection) {
    var engine = Engine(
      plan: plan, role: role, settings: world.plan.settings, recollection: recollection, at: now)
    let effects = engine.start(at: now)
    self.engine = engine
    world.checks.began(index, plan)
    handle(effects)
    guard !isDead else { return }
    learn(.transactionsWait(world.plan.isBusy))
    prepareAcceptance()
    inquire()
    takeEarly()
  }

  func remember(_ certificate: Certificate) {
    let kind = certificate.statement.kind
    guard let other = highest[kind]?.statement else {
      highest[kind] = certificate
      return
    }
    let statement = certificate.statement
    if (statement.epoch, statement.view) > (other.epoch, other.view) {
      highest[kind] = certificate
    }
  }

  /// Hands the engine something and does what it wants.
  func learn(_ input: Input) {
    guard !isDead else { return }
    // The engine is not copied for this: it would have to copy its votes to go on.
    var wanted: Certificate?
    if case .certificate(let new) = input, engine?.wants(new.message.statement) == true {
      wanted = new.message
    }
    guard let effects = engine?.receive(input, at: now) else { return }
    if let wanted { world.checks.answered(wanted, by: effects, of: index) }
    if case .request = input { world.checks.answeredRequest(by: effects, of: self) }
    handle(effects)
  }
}

extension VirtualClock {
  func moment(at time: UInt64) -> Moment {
    Moment(milliseconds: milliseconds(at: time), time: timeOfDay(at: time))
  }
}
