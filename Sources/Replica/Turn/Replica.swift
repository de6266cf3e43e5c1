package import Chain
import Codec
package import Consensus
package import Cryptography
package import State

/// A whole node as a value: what it decides, given what it hears.
///
/// One input in, a list of effects out, like the engine inside it. Around the engine are the pool
/// of transactions, the blocks that wait to be executed, the turn of epochs, and catching up. Its
/// files are grouped by what they take care of.
///
/// Invariants:
/// 1. blocks go out to be executed in the order of their heights, each once;
/// 2. an epoch begins when the closing block of the one before is committed, not earlier;
/// 3. what peers claim never moves anything but the choice of whom to ask.
package struct Replica {
  /// Who this node is, and where.
  package struct Identity: Sendable {
    package let network: Network
    package let genesisTime: Timestamp
    package let epochLengthMilliseconds: UInt64
    /// Its consensus key, if it is a validator.
    package let key: PublicKey?

    package init(
      network: Network, genesisTime: Timestamp, epochLengthMilliseconds: UInt64, key: PublicKey?
    ) {
      self.network = network
      self.genesisTime = genesisTime
      self.epochLengthMilliseconds = epochLengthMilliseconds
      self.key = key
    }
  }

  /// A state that a header may name.
  struct NameableState: Sendable {
    let height: Height
    let root: Digest
    let knownSince: UInt64
  }

  /// A block that is final and waits to be executed.
  struct FinalBlock: Sendable {
    let header: Header
    let hash: Digest
    let certificate: Certificate?
    let isClosing: Bool
  }

  let identity: Identity
  package let settings: ReplicaSettings
  var isTrusted: Bool
  package internal(set) var engine: Engine
  /// The engine of the epoch before, which hands out that epoch's last certificate.
  var closedEngine: Engine?
  var nextSet: ValidatorSet
  /// What came for the epoch that follows, and the bodies that came with its proposals.
  var early: EarlyMessages
  var earlyOffers = SortedMap<View, EarlyOffer>()
  package internal(set) var tree: BlockTree
  package internal(set) var pool: Mempool
  var remembered = RememberedTransactions()
  var watched = WatchedTransactions()
  /// What peers' transactions count for whose signatures are just being checked.
  var checkedTransactionsSizeBytes = 0
  var accounts: AccountBook
  var peers = SortedMap<Address, PeerRecord>()
  var peersByNumber = SortedMap<UInt64, Address>()
  var nextPeerNumber: UInt64 = 0
  var lastAsked: Address?
  /// Certificates that are checked, by subject, with others that wait for what comes of it.
  var certificateChecks = SortedMap<CertificateSubject, [RivalCertificate]>()
  /// Blocks that were asked for, and until when an answer is taken.
  var wantedBlocks = SortedMap<Digest, UInt64>()
  /// The block whose offer is just being taken.
  var offeredBlock: Digest?
  var openBodies = SortedMap<Digest, OpenBody>()
  var orphans = SortedMap<Digest, RecoveredBlock>()
  /// The block last ordered here, on which the next is expected.
  var lastOrdered: Digest
  var finals: [FinalBlock] = []
  var executionCount = 0
  /// The highest final block.
  package internal(set) var tip: Header
  var tipHash: Digest
  package internal(set) var committedHeight: Height
  var states: [NameableState] = []
  /// The gas of executed blocks above the oldest state that may still be named.
  var gasByHeight = SortedMap<Height, Gas>()
  var catchUp = CatchUp()
  var snapshot: SnapshotFetch?
  /// When the next attempt to get a snapshot may begin.
  var snapshotNotBefore: UInt64 = 0
  /// Whether there is nothing left to do but stop.
  var hasHalted = false
  var inquiry: LossInquiry?
  /// The epoch in which the operator lets it vote although votes may be forgotten, and what is
  /// waited for before that.
  var acceptedLoss: Epoch?
  var acceptance: LossAcceptance?
  package var oldestHeight = Height(1)
  var outlook = Outlook()
  var toldThatTransactionsWait = false
  var engineWakesAt: UInt64?
  var statusAt: UInt64
  var effects: [ReplicaEffect] = []

  /// Begins with an epoch, or goes on with it after a restart; `start` has to follow.
  ///
  /// The root of the tree is what the database has executed, and the view its state. The blocks are
  /// those whose bodies outlived a restart; what the recollection says of blocks follows from them.
  package init(
    identity: Identity, settings: ReplicaSettings = ReplicaSettings(), start: EpochStart,
    recollection: Recollection = Recollection(), root: BlockTree.Root, view: any StateView,
    blocks: [Block] = [], isTrusted: Bool,
    at now: Moment
  ) {
    self.identity = identity
    self.settings = settings
    self.isTrusted = isTrusted
    let plan = Self.plan(of: start, for: identity)
    var tree = BlockTree(root: root)
    var recollection = recollection
    #if PLANTED
      if ReplicaBug.forgetsLastFinal.isPlanted { recollection.lastFinal = nil }
      if ReplicaBug.forgetsRoots.isPlanted, root.height > Height(0) {
        recollection.roots = SortedMap()
      }
      let blocks = ReplicaBug.forgetsBodies.isPlanted ? [] : blocks
    #endif
    recollection.blocks = tree.insert(blocks).filter { $0.epoch == start.epoch }
    self.tree = tree
    engine = Engine(
      plan: plan, role: Self.role(in: start.set, of: identity, isTrusted: isTrusted),
      settings: settings.engine, recollection: recollection, at: now)
    nextSet = start.nextSet
    early = EarlyMessages(
      epoch: start.epoch.next, set: start.nextSet, network: identity.network)
    pool = Mempool(limits: settings.mempool)
    accounts = AccountBook(over: view)
    tip = recollection.lastFinal ?? start.anchor
    tipHash = tip.hash
    lastOrdered = root.hash
    committedHeight = root.height
    statusAt = now.milliseconds
    for (height, root) in recollection.roots {
      states.append(NameableState(height: height, root: root, knownSince: now.milliseconds))
    }
  }

  static func plan(of start: EpochStart, for identity: Identity) -> EpochPlan {
    #if PLANTED
      let set = ReplicaBug.takesNextSet.isPlanted ? start.nextSet : start.set
    #else
      let set = start.set
    #endif
    return EpochPlan(
      network: identity.network, epoch: start.epoch, set: set,
      nextSetHash: start.nextSet.hash, anchor: start.anchor,
      boundary: EpochPlan.boundary(
        after: start.anchor.time, genesis: identity.genesisTime,
        epochLengthMilliseconds: identity.epochLengthMilliseconds),
      minBlockIntervalMilliseconds: start.parameters.minBlockIntervalMilliseconds,
      emptyBlockIntervalMilliseconds: start.parameters.emptyBlockIntervalMilliseconds)
  }

  static func role(
    in set: ValidatorSet, of identity: Identity, isTrusted: Bool
  ) -> EngineRole {
    guard isTrusted, let key = identity.key, let place = set.index(of: key) else {
      return .observer
    }
    return .validator(place)
  }
}
