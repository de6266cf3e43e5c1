import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport

/// One replica with its gate, its journal in memory and its state, driven as a shell drives it.
final class ClusterNode {
  let address: Address
  var replica: Replica
  private(set) var gate: SafetyGate
  private var journal: Journal
  let network: Network
  private let identity: Replica.Identity
  private let secret: FixedBytes<32>
  private let genesisHeader: Header
  private let settings: ReplicaSettings
  var state: InMemoryState
  /// Behind the height it began at: genesis, or a snapshot's.
  var blocks: [Block] = []
  private(set) var baseHeight: UInt64 = 0
  var certificates: [UInt64: Certificate] = [:]
  /// The root of each state from that height on.
  var roots: [Digest] = []
  /// What the state was when epochs ended, by their numbers.
  var closings: [UInt64: Closing] = [:]
  private(set) var answers: [Digest: MempoolRefusal?] = [:]
  private(set) var breach: Breach?
  private(set) var left: [String] = []
  private(set) var wakeAt: UInt64?
  private(set) var accusations: [Evidence] = []
  /// The snapshot that comes in, as far as it has come.
  var importing: (manifest: SnapshotManifest, changes: ChangeSet)?
  /// How epochs ended of which this node has no blocks.
  var importedEnds: [UInt64: EpochEnd] = [:]
  /// The version of the rules that the state says from the end of an epoch on.
  var versionAfter: (epoch: Epoch, version: UInt64)?
  /// How many imports were begun, given up and finished.
  var imports = (begun: 0, abandoned: 0, finished: 0)
  private var connections: [(peer: Address, key: PublicKey?)] = []
  /// Everything that was to be checked, in the order in which it came.
  private(set) var checks: [SignatureCheck] = []
  /// What came of waiting for others before voting in spite of a lost journal.
  private(set) var acceptances: [LossAcceptance.Outcome] = []
  var standing: Standing { gate.standing }
  /// What it does not say, and to whom.
  var outbox: [(message: PeerMessage, to: Address?)] = []
  /// Whether blocks wait to be executed until somebody says so, and executed ones to be durable.
  var holdsBlocks = false
  var holdsCommits = false
  var waitingBlocks: [(block: OrderedBlock, certificate: Certificate?, isClosing: Bool)] = []
  var waitingCommits: [CommitReport] = []
  /// The most blocks that were ever handed out and not executed.
  var ordersMax = 0
  /// A change that is in no other node's state, made with the next block.
  var corruption: ChangeSet?
  /// What comes back to it once the turn is over.
  var pending: [ReplicaInput] = []

  init(
    secret: FixedBytes<32>, genesis: Genesis, at now: Moment,
    settings: ReplicaSettings = ReplicaSettings()
  ) throws {
    self.secret = secret
    let key = try PrivateKey(secret)
    let publicKey = key.publicKey
    address = Address(of: publicKey)
    state = InMemoryState()
    state.apply(try InitialState.changes(for: genesis))
    let header = genesis.header(stateRoot: state.root)
    genesisHeader = header
    let network = Network(
      chainID: genesis.chainID, genesisHash: genesis.hash(stateRoot: state.root))
    self.network = network
    var made = Journal.make(
      identity: Keccak256.hash("journal"), key: publicKey, network: nil, standing: .trusted)
    var files = SortedMap<Epoch, [UInt8]>()
    files[made.write.file] = made.write.bytes + made.journal.bind(to: network).bytes
    let contents = try JournalContents(reading: files)
    journal = Journal(resuming: contents)
    gate = try SafetyGate(key: key, network: network, contents: contents, mark: nil)
    let start = EpochStart(behind: header, in: state)
    var recollection = Recollection()
    recollection.roots[Height(0)] = state.root
    roots = [state.root]
    identity = Replica.Identity(
      network: network, genesisTime: genesis.time,
      epochLengthMilliseconds: genesis.epochLengthMilliseconds, key: publicKey)
    self.settings = settings
    replica = Replica(
      identity: identity, settings: settings, start: start, recollection: recollection,
      root: BlockTree.Root(
        height: Height(0), hash: header.hash, nextBaseFee: BaseFee.floor,
        parameters: genesis.parameters),
      view: state, isTrusted: true, at: now)
    try begin(Epoch(1), after: header.time)
  }

  func begin(_ epoch: Epoch, after time: Timestamp) throws {
    let records = try gate.begin(epoch, after: time, following: journal.sequence)
    _ = journal.begin(epoch, standing: gate.standing, followedBy: records)
    gate.note(commitWith: journal.mark)
  }

  func start(at now: Moment) throws { try perform(replica.start(at: now), at: now) }

  func receive(_ input: ReplicaInput, at now: Moment) throws {
    if case .connected(let peer, let key) = input { connections.append((peer, key)) }
    try perform(replica.receive(input, at: now), at: now)
  }

  /// What it does first when it is started again behind the last closing block.
  func restarted(at now: Moment) throws -> [ReplicaEffect] {
    guard let closing = blocks.last?.header else { return [] }
    var again = Replica(
      identity: identity, settings: settings, start: EpochStart(behind: closing, in: state),
      root: BlockTree.Root(closing, in: state), view: state, isTrusted: true, at: now)
    return again.start(at: now)
  }

  /// Starts again behind its last block with a journal that knows of no vote.
  func restartWithoutJournal(accepting epoch: Epoch?, at now: Moment) throws {
    let tip = blocks.last?.header ?? genesisHeader
    var made = Journal.make(
      identity: Keccak256.hash("another"), key: try PrivateKey(secret).publicKey, network: nil,
      standing: .inquiring)
    var files = SortedMap<Epoch, [UInt8]>()
    files[made.write.file] = made.write.bytes + made.journal.bind(to: network).bytes
    let contents = try JournalContents(reading: files)
    journal = Journal(resuming: contents)
    gate = try SafetyGate(
      key: PrivateKey(secret), network: network, contents: contents, mark: nil)
    let anchor = replica.engine.plan.anchor
    try begin(anchor.epoch.next, after: anchor.time)
    var named = SortedMap<Height, Digest>()
    for height in anchor.height.units...tip.height.units
    where height == anchor.height.units || height.isMultiple(of: 8) {
      named[Height(height)] = roots[Int(height - baseHeight)]
    }
    let recollection = Recollection(
      behind: anchor, tip: tip, certificate: certificates[tip.height.units], roots: named,
      records: [])
    replica = Replica(
      identity: identity, settings: settings, start: EpochStart(behind: anchor, in: state),
      recollection: recollection, root: BlockTree.Root(tip, in: state), view: state,
      isTrusted: false, at: now)
    pending = []
    try start(at: now)
    try receive(.quarantined, at: now)
    if let epoch { try receive(.lossAccepted(epoch), at: now) }
  }

  /// Why its gate does not sign a vote.
  func refusal(of statement: Statement) -> GateRefusal? {
    do throws(GateRefusal) {
      _ = try gate.sign(statement)
      return nil
    } catch {
      return error
    }
  }

  /// Goes on from a snapshot that has come, with a new replica.
  private func begin(behind closing: Header, in imported: InMemoryState, at now: Moment) throws {
    state = imported
    baseHeight = closing.height.units
    (blocks, roots) = ([], [state.root])
    let start = EpochStart(behind: closing, in: state)
    try begin(start.epoch, after: closing.time)
    var recollection = Recollection()
    recollection.roots[closing.height] = state.root
    replica = Replica(
      identity: identity, settings: settings, start: start, recollection: recollection,
      root: BlockTree.Root(closing, in: state), view: state, isTrusted: gate.isVoting, at: now)
    imports.finished += 1
    pending = []
    try self.start(at: now)
    for (peer, key) in connections {
      try perform(replica.receive(.connected(peer, speaksFor: key), at: now), at: now)
    }
    try perform(replica.receive(.kept(from: closing.height.next), at: now), at: now)
  }

  private func perform(_ effects: [ReplicaEffect], at now: Moment) throws {
    for effect in effects {
      switch effect {
      case .persist(let certificate): _ = journal.append([.certificate(certificate)])
      case .sign(let statement, _):
        let signed = try gate.sign(statement)
        if let record = signed.record { _ = journal.append([record]) }
        pending.append(.cast(signed.vote))
      case .close(let epoch): _ = gate.close(epoch)
      case .send(let message, let peer): outbox.append((message, peer))
      case .broadcast(let message): outbox.append((message, nil))
      case .check(let check):
        checks.append(check)
        pending.append(.checked(check, check.run(on: network.chainID)))
      case .execute(let block, let certificate, let isClosing):
        waitingBlocks.append((block, certificate, isClosing))
        ordersMax = max(ordersMax, waitingBlocks.count)
        if !holdsBlocks { try executeNext() }
      case .serveBlock(let hash, let peer):
        if let block = blocks.first(where: { $0.header.hash == hash }) {
          outbox.append((.block(block), peer))
        }
      case .serveRange(let heights, let peer): serveRange(heights, to: peer)
      case .answer(let hash, let refusal): answers[hash] = .some(refusal)
      case .recognize(let vote):
        let records = gate.hear(vote)
        if !records.isEmpty { _ = journal.append(records) }
        for record in records {
          if case .standing = record { pending.append(.quarantined) }
          if case .recalled(let vote) = record { pending.append(.cast(vote)) }
        }
      case .accept(let outcome):
        acceptances.append(outcome)
        _ = journal.append([gate.accept(outcome.epoch)])
        pending.append(.admitted(outcome.epoch))
      case .quarantine(let time):
        if let record = gate.quarantine(since: time) { _ = journal.append([record]) }
      case .serveSnapshot(let request, let peer): serve(request, to: peer)
      case .serveEpochEnds(let epoch, let peer): serveEnds(from: epoch, to: peer)
      case .serveProof: break
      case .beginImport(let manifest):
        importing = (manifest, ChangeSet())
        imports.begun += 1
      case .importEnds(let ends):
        for end in ends { importedEnds[end.closing.epoch.units] = end }
      case .importChunk(let chunk):
        chunk.forEachEntry { key, value in
          importing?.changes.put([UInt8](copying: value), for: StateKey(copying: key))
        }
      case .finishImport(let manifest):
        guard let changes = importing?.changes else { break }
        importing = nil
        var imported = InMemoryState()
        imported.apply(changes)
        // What follows was meant for the replica that ends here.
        return try begin(behind: manifest.closing, in: imported, at: now)
      case .abandonImport:
        importing = nil
        imports.abandoned += 1
      case .accuse(let evidence): accusations.append(evidence)
      case .leave(_, let reason): left.append(reason)
      case .wake(let at): wakeAt = at
      case .halt(let breach):
        self.breach = breach
        wakeAt = nil
      }
    }
  }

  private func serveRange(_ heights: ClosedRange<Height>, to peer: Address) {
    guard heights.lowerBound.units > baseHeight else { return }
    let first = Int(heights.lowerBound.units - baseHeight - 1)
    guard first < blocks.count else { return }
    let epoch = blocks[first].header.epoch
    var part: [Block] = []
    var certificate: Certificate?
    for block in blocks[first...] {
      guard block.header.epoch == epoch, block.header.height <= heights.upperBound else { break }
      part.append(block)
      certificate = certificates[block.header.height.units] ?? certificate
    }
    guard let certificate else { return }
    while part.last?.header.hash != certificate.statement.finalizedBlock { part.removeLast() }
    outbox.append((.range(BlockRange(blocks: part, certificate: certificate)), peer))
  }
}
