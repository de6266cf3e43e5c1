package import Chain
import Codec
package import Consensus
package import Cryptography

/// One engine, with the keys of all members at hand to play the others.
///
/// What it asks its gate to sign is signed at once and handed back.
package struct Rehearsal {
  package static let start: UInt64 = 10_000
  package static let time = Timestamp(1_700_000_000_000)

  package let network: SampleNetwork
  package let plan: EpochPlan
  package let role: EngineRole
  package let settings: EngineSettings
  package var engine: Engine
  package var milliseconds = Self.start
  /// How far the time of day is off.
  package var clockError: Int64 = 0
  /// Whether votes it asks for are cast.
  package var isSigning = true
  private var wakesAt: UInt64?
  /// Everything durable.
  package var recollection: Recollection

  package init(
    powers: [UInt64] = [1, 1, 1, 1], role: EngineRole = .validator(0),
    boundary: UInt64 = 600_000, settings: EngineSettings = EngineSettings(),
    minBlockIntervalMilliseconds: UInt64 = 50, isStarted: Bool = true
  ) throws {
    network = try SampleNetwork(powers: powers)
    plan = try Self.plan(
      of: network, boundary: boundary,
      minBlockIntervalMilliseconds: minBlockIntervalMilliseconds)
    self.role = role
    self.settings = settings
    recollection = Recollection()
    recollection.roots[plan.anchor.height] = Self.root(plan.anchor.height)
    engine = Engine(
      plan: plan, role: role, settings: settings, recollection: recollection,
      at: Moment(milliseconds: Self.start, time: Self.time))
    if isStarted { _ = perform(engine.start(at: now)) }
  }

  package static func plan(
    of network: SampleNetwork, boundary: UInt64 = 600_000,
    minBlockIntervalMilliseconds: UInt64 = 50
  ) throws -> EpochPlan {
    var anchor = Header(
      chainID: network.network.chainID, epoch: Epoch(2), height: Height(100), view: View(70),
      parentView: View(69), parentHash: .zero, time: Timestamp(time.units - 1_000),
      proposer: .zero, transactionsRoot: .zero, transactionCount: 0, executedHeight: Height(96),
      executedStateRoot: .zero, validatorSetHash: network.set.hash,
      nextValidatorSetHash: network.set.hash)
    anchor.transactionsRoot = try Body([]).root
    return EpochPlan(
      network: network.network, epoch: Epoch(3), set: network.set, nextSetHash: network.set.hash,
      anchor: anchor, boundary: Timestamp(time.units + boundary),
      minBlockIntervalMilliseconds: minBlockIntervalMilliseconds,
      emptyBlockIntervalMilliseconds: 1_000)
  }

  /// The state after a height, as every honest node computes it.
  package static func root(_ height: Height) -> Digest {
    Keccak256.hash(height.canonicalBytes.span)
  }

  package var now: Moment {
    let elapsed = Int64(milliseconds - Self.start) + clockError
    return Moment(
      milliseconds: milliseconds,
      time: Timestamp(UInt64(Int64(Self.time.units) + elapsed)))
  }
}

extension Rehearsal {
  /// Starts a new engine on what is durable.
  package mutating func restart() -> [Effect] {
    engine = Engine(
      plan: plan, role: role, settings: settings, recollection: recollection, at: now)
    return perform(engine.start(at: now))
  }

  package mutating func feed(_ input: Input) -> [Effect] {
    perform(engine.receive(input, at: now))
  }

  /// Lets time pass, and wakes the engine whenever it asked for it.
  package mutating func wait(_ span: UInt64) -> [Effect] {
    let end = milliseconds + span
    var effects: [Effect] = []
    var wakeCount = 0
    // An engine that always wants to be woken at once would keep everybody here for ever.
    while let wake = wakesAt, wake <= end, wakeCount < 1_000 {
      wakeCount += 1
      milliseconds = max(milliseconds, wake)
      wakesAt = nil
      effects += feed(.wake)
    }
    milliseconds = end
    return effects
  }

  /// Does at once what a gate and a disk do.
  private mutating func perform(_ effects: [Effect]) -> [Effect] {
    var all = effects
    var cast: [Vote] = []
    for effect in effects {
      switch effect {
      case .sign(let statement):
        guard isSigning, let member = role.member,
          let vote = try? network.vote(statement, by: member)
        else { continue }
        recollection.ownVotes.append(vote)
        cast.append(vote)
      case .persist(let certificate): recollection.certificates.append(certificate)
      case .wake(let instant): wakesAt = instant
      case .broadcast, .send, .request, .build, .finalized, .accuse, .halt: break
      }
    }
    // Not before everything else of the turn is done.
    for vote in cast { all += feed(.cast(vote)) }
    return all
  }
}

extension Rehearsal {
  package func statement(_ content: Statement.Content, in view: UInt64) -> Statement {
    Statement(epoch: plan.epoch, view: View(view), content: content)
  }

  package func verified(_ vote: Vote, of member: Int) throws -> Verified<Vote> {
    let authority = Vote.Authority(
      key: network.set.members[member].key, network: network.network)
    return try Unverified(vote).verified(under: authority)
  }

  package func certificate(
    _ content: Statement.Content, in view: UInt64, by members: [Int] = [1, 2, 3]
  ) throws -> Certificate {
    try network.certificate(statement(content, in: view), by: members)
  }

  package mutating func hear(
    _ content: Statement.Content, in view: UInt64, by member: Int
  ) throws -> [Effect] {
    let vote = try network.vote(statement(content, in: view), by: member)
    return feed(.vote(try verified(vote, of: member)))
  }

  package mutating func hear(
    _ content: Statement.Content, in view: UInt64, by members: [Int]
  ) throws -> [Effect] {
    try members.flatMap { try hear(content, in: view, by: $0) }
  }

  /// Hears of a certificate that others made.
  package mutating func learn(
    _ content: Statement.Content, in view: UInt64, by members: [Int] = [1, 2, 3]
  ) throws -> [Effect] {
    let certificate = try certificate(content, in: view, by: members)
    return feed(.certificate(try Unverified(certificate).verified(under: plan.authority)))
  }

  /// Hears the leader of a view propose a block, whose body arrives with it.
  package mutating func hearProposal(
    of header: Header, in view: UInt64? = nil, parentView: View? = nil, withBody: Bool = true
  ) throws -> [Effect] {
    let candidate = Statement.Candidate(
      parentView: parentView ?? header.parentView, block: header.hash)
    let view = view ?? header.view.units
    let leader = plan.leader(of: View(view))
    let vote = try network.vote(statement(.notarize(candidate), in: view), by: leader)
    let effects = feed(.proposal(header, try verified(vote, of: leader)))
    return withBody ? effects + haveBody(of: header) : effects
  }

  package mutating func haveBody(of header: Header) -> [Effect] {
    recollection.blocks.append(header)
    return feed(.block(header, .valid))
  }

  /// A block of the leader of a view that breaks no rule.
  package func header(
    _ view: UInt64, on parent: Header? = nil, variant: UInt8 = 0, later: UInt64 = 1
  ) -> Header {
    let parent = parent ?? plan.anchor
    var header = parent
    header.epoch = plan.epoch
    header.height = parent.height.next
    header.view = View(view)
    header.parentView = parent.epoch == plan.epoch ? parent.view : .zero
    header.parentHash = parent.hash
    header.time = Timestamp(max(parent.time.units, now.time.units - 1) + later)
    header.proposer = plan.set.members[plan.leader(of: View(view))].account
    header.transactionCount = UInt32(variant)
    header.executedHeight =
      parent.epoch == plan.epoch ? parent.executedHeight : plan.anchor.height
    header.executedStateRoot = Self.root(header.executedHeight)
    return header
  }

  package func candidate(_ header: Header) -> Statement.Candidate {
    Statement.Candidate(parentView: header.parentView, block: header.hash)
  }

  /// A view that a member leads, from another view on.
  package func view(ledBy member: Int, from first: UInt64 = 1) -> UInt64 {
    var view = first
    while plan.leader(of: View(view)) != member { view += 1 }
    return view
  }

  /// Nullifies the current view and those behind it, up to another.
  package mutating func skip(to view: UInt64) throws -> [Effect] {
    var effects: [Effect] = []
    while engine.current < View(view) {
      effects += try learn(.nullify, in: engine.current.units)
    }
    return effects
  }

  /// Certifies a block of the current view and goes on.
  package mutating func certify(_ header: Header) throws -> [Effect] {
    let effects = haveBody(of: header)
    return try effects + learn(.notarize(candidate(header)), in: header.view.units)
      + haveBody(of: header)
  }

  package mutating func finalize(_ header: Header, in view: UInt64? = nil) throws -> [Effect] {
    let effects = haveBody(of: header)
    return try effects
      + learn(.finalize(candidate(header)), in: view ?? header.view.units)
      + haveBody(of: header)
  }
}
