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
/// | R0 enter | X(v) or F(v) of a quorum for a view not yet left, or N(v) of a quorum with its block certified here | goes on to v + 1; both timeouts start, at 0 if its leader is silent | `+Entering` |
/// | R1 propose | leads the view, holds the highest certified block's view pv and X of a quorum for each view in (pv, v) | asks for a block on it, or proposes a closing block again; then N | `+Proposing` |
/// | R2 notarize | first proposal of the view's leader; parent certified, X of a quorum for each view in between, header and body valid, neither N nor X voted | N | `+Notarizing` |
/// | R3 N-certificate | N of a quorum for one block | journals and sends it once; it wins over what the leader was heard to propose | `+Collecting` |
/// | R4 certify | N-certificate, body at hand, parent certified, named state is this node's own | F, unless X was voted or the leader said two things; goes on (R0). Another state: R5. Goes on trying after X and after an X-certificate | `+Certifying` |
/// | R5 nullify | current view, F not voted; a timeout, an invalid proposal, a bad state, no block to propose | X; while still there, again and again, with the certificate that let it enter | `+Nullifying` |
/// | R6 X-certificate | X of a quorum | journals and sends it once; goes on (R0) | `+Collecting` |
/// | R7 F-certificate | F of a quorum for one block | journals and sends it once; block and ancestors are final; nothing below is certified any more | `+Finalizing` |
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
