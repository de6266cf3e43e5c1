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
  private var gate: SafetyGate
  private var journal: Journal
  private let network: Network
  private(set) var state: InMemoryState
  private(set) var blocks: [Block] = []
  private var certificates: [UInt64: Certificate] = [:]
  /// By height, the root of each state.
  private(set) var roots: [Digest] = []
  private(set) var answers: [Digest: MempoolRefusal?] = [:]
  private(set) var breach: Breach?
  private(set) var left: [String] = []
  private(set) var wakeAt: UInt64?
  private(set) var accusations: [Evidence] = []
  private(set) var fetchesSnapshot = false
  private(set) var snapshotRequests: [(SnapshotRequest, Address)] = []
  private(set) var snapshotParts: [SnapshotPart] = []
  /// Everything that was to be checked, in the order in which it came.
  private(set) var checks: [SignatureCheck] = []
  var standing: Standing { gate.standing }
  /// What it does not say, and to whom.
  var outbox: [(message: PeerMessage, to: Address?)] = []
  /// What comes back to it once the turn is over.
  var pending: [ReplicaInput] = []

  init(
    secret: FixedBytes<32>, genesis: Genesis, at now: Moment,
    settings: ReplicaSettings = ReplicaSettings()
  ) throws {
    let key = try PrivateKey(secret)
    let publicKey = key.publicKey
    address = Address(of: publicKey)
    state = InMemoryState()
    state.apply(try InitialState.changes(for: genesis))
    let header = genesis.header(stateRoot: state.root)
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
    replica = Replica(
      identity: Replica.Identity(
        network: network, genesisTime: genesis.time,
        epochLengthMilliseconds: genesis.epochLengthMilliseconds, key: publicKey),
      settings: settings, start: start, recollection: recollection,
      root: BlockTree.Root(
        height: Height(0), hash: header.hash, nextBaseFee: BaseFee.floor,
        parameters: genesis.parameters),
      view: state, isTrusted: true, at: now)
    try begin(Epoch(1), after: header.time)
  }

  private func begin(_ epoch: Epoch, after time: Timestamp) throws {
    let records = try gate.begin(epoch, after: time, following: journal.sequence)
    _ = journal.begin(epoch, standing: gate.standing, followedBy: records)
    gate.note(commitWith: journal.mark)
  }

  func start(at now: Moment) throws { try perform(replica.start(at: now)) }

  func receive(_ input: ReplicaInput, at now: Moment) throws {
    try perform(replica.receive(input, at: now))
  }

  private func perform(_ effects: [ReplicaEffect]) throws {
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
        try execute(block, certificate, isClosing: isClosing)
      case .serveBlock(let hash, let peer):
        if let block = blocks.first(where: { $0.header.hash == hash }) {
          outbox.append((.block(block), peer))
        }
      case .serveRange(let heights, let peer): serveRange(heights, to: peer)
      case .answer(let hash, let refusal): answers[hash] = .some(refusal)
      case .recognize(let vote):
        if gate.hear(vote) != nil { pending.append(.quarantined) }
      case .quarantine(let time):
        if let record = gate.quarantine(since: time) { _ = journal.append([record]) }
      case .serveSnapshot(let request, let peer): snapshotRequests.append((request, peer))
      case .fetchSnapshot: fetchesSnapshot = true
      case .takeSnapshot(let part, _): snapshotParts.append(part)
      case .accuse(let evidence): accusations.append(evidence)
      case .leave(_, let reason): left.append(reason)
      case .wake(let at): wakeAt = at
      case .halt(let breach): self.breach = breach
      }
    }
  }

  private func execute(
    _ block: OrderedBlock, _ certificate: Certificate?, isClosing: Bool
  ) throws {
    let execution = BlockExecution(block, isClosing: isClosing, on: network, over: state)
    state.apply(execution.result.changes)
    blocks.append(block.block)
    roots.append(state.root)
    if let certificate { certificates[block.header.height.units] = certificate }
    pending.append(.executed(execution.report(over: state)))
    if isClosing { try begin(block.header.epoch.next, after: block.header.time) }
    let isNameable = isClosing || block.header.height.units.isMultiple(of: 8)
    pending.append(
      .committed(
        CommitReport(
          height: block.header.height, root: isNameable ? state.root : nil, view: state,
          start: isClosing ? EpochStart(behind: block.header, in: state) : nil,
          isTrusted: gate.isVoting)))
  }

  private func serveRange(_ heights: ClosedRange<Height>, to peer: Address) {
    let epoch = blocks[Int(heights.lowerBound.units - 1)].header.epoch
    var part: [Block] = []
    var certificate: Certificate?
    for block in blocks[Int(heights.lowerBound.units - 1)...] {
      guard block.header.epoch == epoch, block.header.height <= heights.upperBound else { break }
      part.append(block)
      certificate = certificates[block.header.height.units] ?? certificate
    }
    guard let certificate else { return }
    while part.last?.header.hash != certificate.statement.finalizedBlock { part.removeLast() }
    outbox.append((.range(BlockRange(blocks: part, certificate: certificate)), peer))
  }
}
