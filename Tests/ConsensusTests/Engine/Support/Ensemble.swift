import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// Engines on one thread that hear each other after the same delay each time, and never lose a
/// message.
///
/// Blocks are executed as soon as they are final; building, signing and checking take no time.
struct Ensemble {
  /// What happens next: at an instant, in the order in which it was asked for.
  private struct Place: Comparable {
    let instant: UInt64
    let number: UInt64

    static func < (left: Self, right: Self) -> Bool {
      (left.instant, left.number) < (right.instant, right.number)
    }
  }

  private enum Event {
    case input(Input)
    case message(Message, from: Int)
    case wake
  }

  let delay: UInt64
  private let network: SampleNetwork
  private var engines: [Engine] = []
  private var queue = SortedMap<Place, (member: Int, event: Event)>()
  private var count: UInt64 = 0
  private(set) var instant: UInt64 = Rehearsal.start
  /// When each height was proposed, and when the first member knew that it is final.
  private(set) var proposedAt = SortedMap<Height, UInt64>()
  private(set) var finalAt = SortedMap<Height, UInt64>()
  private(set) var finalHashes = SortedMap<Height, Digest>()
  /// Whether two members ever had different blocks final at one height.
  private(set) var hasForked = false
  private var wakes: [UInt64?]

  init(count: Int, delay: UInt64, boundary: UInt64 = 600_000, transactionsWait: Bool = true) throws
  {
    self.delay = delay
    network = try SampleNetwork(powers: [UInt64](repeating: 1, count: count))
    wakes = [UInt64?](repeating: nil, count: count)
    let plan = try Rehearsal.plan(
      of: network, boundary: boundary, minBlockIntervalMilliseconds: 1)
    var recollection = Recollection()
    recollection.roots[plan.anchor.height] = Rehearsal.root(plan.anchor.height)
    for member in 0..<count {
      engines.append(
        Engine(plan: plan, role: .validator(member), recollection: recollection, at: now))
    }
    for member in 0..<count {
      try perform(engines[member].start(at: now), of: member)
      if transactionsWait { schedule(.input(.transactionsWait(true)), for: member, after: 0) }
    }
  }

  private var now: Moment {
    Moment(
      milliseconds: instant, time: Timestamp(Rehearsal.time.units + instant - Rehearsal.start))
  }

  func stage(of member: Int) -> EngineStage { engines[member].stage }

  mutating func run(for span: UInt64) throws {
    let end = instant + span
    while let next = queue.first(from: Place(instant: 0, number: 0)), next.key.instant <= end {
      queue.removeValue(forKey: next.key)
      instant = next.key.instant
      let (member, event) = next.value
      switch event {
      case .input(let input): try receive(input, by: member)
      case .message(let message, let sender):
        for input in try inputs(of: message, from: sender) { try receive(input, by: member) }
      case .wake:
        guard wakes[member] == instant else { continue }
        wakes[member] = nil
        try receive(.wake, by: member)
      }
    }
    instant = end
  }

  private mutating func receive(_ input: Input, by member: Int) throws {
    try perform(engines[member].receive(input, at: now), of: member)
  }

  private mutating func schedule(_ event: Event, for member: Int, after span: UInt64) {
    count += 1
    queue[Place(instant: instant + span, number: count)] = (member, event)
  }

  private func inputs(of message: Message, from sender: Int) throws -> [Input] {
    func verified(_ vote: Vote, by member: Int) throws -> Verified<Vote> {
      let authority = Vote.Authority(
        key: network.set.members[member].key, network: network.network)
      return try Unverified(vote).verified(under: authority)
    }
    switch message {
    case .proposal(let proposal):
      return [
        .proposal(proposal.header, try verified(proposal.vote, by: sender)),
        .block(proposal.header, .valid),
      ]
    case .vote(let vote, let member): return [.vote(try verified(vote, by: member))]
    case .certificate(let certificate):
      let authority = engines[sender].plan.authority
      return [.certificate(try Unverified(certificate).verified(under: authority))]
    case .request(let views): return [.request(views, from: .member(sender))]
    }
  }

  private mutating func perform(_ effects: [Effect], of member: Int) throws {
    for effect in effects {
      switch effect {
      case .persist: break
      case .sign(let statement):
        let vote = try network.vote(statement, by: member)
        schedule(.input(.cast(vote)), for: member, after: 0)
      case .broadcast(let message):
        if case .proposal(let proposal) = message {
          proposedAt[proposal.header.height] = proposedAt[proposal.header.height] ?? instant
        }
        for other in engines.indices where other != member {
          schedule(.message(message, from: member), for: other, after: delay)
        }
      case .send(let message, .member(let other)):
        schedule(.message(message, from: member), for: other, after: delay)
      case .request(.certificates(let views), _):
        let other = (member + 1) % engines.count
        schedule(.message(.request(views), from: member), for: other, after: delay)
      case .build(let view, let parent, let parentView):
        let header = header(view, on: parent, parentView, by: member)
        schedule(.input(.built(header)), for: member, after: 0)
      case .wake(let instant):
        wakes[member] = max(instant, self.instant)
        schedule(.wake, for: member, after: max(instant, self.instant) - self.instant)
      case .finalized(let finality): finalize(finality, by: member)
      case .send, .request, .accuse, .halt: break
      }
    }
  }

  private mutating func finalize(_ finality: Finality, by member: Int) {
    for header in finality.blocks {
      let height = header.height
      finalAt[height] = finalAt[height] ?? instant
      hasForked = hasForked || finalHashes[height].map { $0 != header.hash } ?? false
      finalHashes[height] = header.hash
      schedule(.input(.executed(height, root: Rehearsal.root(height))), for: member, after: 0)
    }
  }

  private func header(
    _ view: View, on parent: Header, _ parentView: View, by member: Int
  ) -> Header {
    var header = parent
    let plan = engines[member].plan
    header.epoch = plan.epoch
    header.height = parent.height.next
    header.view = view
    header.parentView = parentView
    header.parentHash = parent.hash
    header.time = max(now.time, parent.time.next)
    header.proposer = plan.set.members[member].account
    // The newest nameable height that is final here was executed at once.
    let final = engines[member].lastFinal.height.units
    header.executedHeight =
      parent.epoch == plan.epoch
      ? max(
        parent.executedHeight, Height(final / EpochPlan.nameableEvery * EpochPlan.nameableEvery))
      : plan.anchor.height
    header.executedStateRoot = Rehearsal.root(header.executedHeight)
    return header
  }
}
