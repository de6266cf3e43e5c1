package import Chain
import Codec
import Cryptography

/// Simplex for one epoch: what a node does about blocks that are proposed, voted for and certified.
///
/// A value without clock, disk or network: one input in, a list of effects out. Its files are the
/// protocol's rules; a reader can hold this table against the code.
///
/// | rule | when | does | in |
/// |---|---|---|---|
/// | R0 enter | X or F by a quorum; N by a quorum, and certified | goes on to v + 1 | `+Entering` |
/// | R1 propose | leads; every view above pv is nullified | builds on pv, then N | `+Proposing` |
/// | R2 notarize | first valid proposal, parent certified, gap nullified | N | `+Notarizing` |
/// | R3 N-certificate | N by a quorum for one block | journals, sends once | `+Collecting` |
/// | R4 certify | body here, parent certified, same state | F, then R0 | `+Certifying` |
/// | R5 nullify | timeout, bad proposal, bad state, no block | X, again and again | `+Nullifying` |
/// | R6 X-certificate | X by a quorum | journals, sends once, R0 | `+Collecting` |
/// | R7 F-certificate | F by a quorum for one block | it and its past are final | `+Finalizing` |
///
/// R1 and R2 need that neither N nor X was voted in the view, R4 that X was not and that its leader
/// was heard to propose one block only, R5 that F was not. R4 goes on after X and after R6; a block
/// that names another state is bad and leads to R5. A certificate wins over what was proposed.
///
/// N, X and F stand for notarization, nullification and finalization. Votes that may be cast in one
/// view: none, N, X, N and X, F, N and F. The gate holds the same rule a second time.
///
/// Invariants:
/// 1. `current` never falls, and is above the floor's view;
/// 2. what this node asked its gate to sign counts as voted, whether or not it hears of it again;
/// 3. it asks for no vote while it observes, while it lacks the body of a final block, and from the
///    moment it holds the certificate of a final closing block;
/// 4. every record is keyed by what a checked signature covers; nothing a sender merely claims is
///    kept;
/// 5. a view above the floor is undecided exactly while it is in `undecided`.
package struct Engine: Sendable {
  package let plan: EpochPlan
  let settings: EngineSettings
  package internal(set) var role: EngineRole
  /// The places of the members by key.
  let places: [PublicKey: Int]
  package internal(set) var stage = EngineStage.running
  /// The view this node is in.
  package internal(set) var current: View
  var turn: Turn
  var window: ViewWindow
  var floor: Floor
  /// The newest final block with all bodies up to it at hand.
  package internal(set) var lastFinal: Header
  var lastFinalHash: Digest
  /// While the floor is not reached: the highest final block seen and the first one missing below.
  var ascent: Ascent?
  /// The last final block and those that may follow it.
  var blocks = SortedMap<Digest, KnownBlock>()
  /// Views above the floor that a quorum notarized and this node has not judged, in order.
  var undecided: [View] = []
  /// The roots after executed heights that a header may still name.
  var roots = SortedMap<Height, Digest>()
  /// The roots that final headers name for heights this node has yet to execute.
  var expectedRoots = SortedMap<Height, NamedRoot>()
  var transactionsWait = false
  /// Whether a closing block is certified, so that the next leader has something to propose.
  var closingIsCertified = false
  var inquiries: [Inquiry] = []
  /// When each member was last heard, and last helped on.
  var heardAt: [UInt64]
  var helpedAt: [UInt64?]
  var standstillAt: UInt64
  var wakeAt: UInt64?
  var effects: [Effect] = []

  /// Begins an epoch, or goes on with it after a restart; `start` has to follow.
  package init(
    plan: EpochPlan, role: EngineRole, settings: EngineSettings = EngineSettings(),
    recollection: Recollection = Recollection(), at now: Moment
  ) {
    self.plan = plan
    self.role = role
    self.settings = settings
    var places: [PublicKey: Int] = [:]
    for (place, member) in plan.set.members.enumerated() { places[member.key] = place }
    self.places = places
    lastFinal = recollection.lastFinal ?? plan.anchor
    lastFinalHash = recollection.lastFinal?.hash ?? plan.anchorHash
    floor = Floor(
      view: recollection.lastFinal?.view ?? .zero, block: lastFinalHash, certificate: nil)
    current = floor.view.next
    window = ViewWindow(from: floor.view.next)
    turn = Turn(
      enteredAt: now.milliseconds, startsAt: now.milliseconds, isSkipped: false, entry: nil)
    heardAt = [UInt64](repeating: now.milliseconds, count: plan.set.members.count)
    helpedAt = [UInt64?](repeating: nil, count: plan.set.members.count)
    standstillAt = now.milliseconds + settings.standstillMilliseconds
    blocks[lastFinalHash] = KnownBlock(
      header: lastFinal, verdict: .valid, receivedAt: now.milliseconds)
    recall(recollection, at: now)
  }

  /// Whether it lacks the body of a block that is final.
  package var isSyncing: Bool { floor.block != lastFinalHash }

  /// The member as which it may ask for votes now.
  var voter: Int? {
    #if PLANTED
      if EngineBug.votesWhileSyncing.isPlanted { return stage == .running ? role.member : nil }
    #endif
    return stage == .running && !isSyncing ? role.member : nil
  }

  var quorum: UInt64 {
    #if PLANTED
      if EngineBug.takesTwoThirdsForQuorum.isPlanted { return plan.set.quorum.units - 1 }
    #endif
    return plan.set.quorum.units
  }
}
