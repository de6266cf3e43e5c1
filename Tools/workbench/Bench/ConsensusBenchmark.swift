import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// One step of the engine, signature checks aside: whole views of a large set, vote by vote.
struct ConsensusBenchmark {
  static let name = "consensus.step"

  private static let viewCount: UInt64 = 4
  private let memberCount: Int
  private let fresh: Engine
  private let moment = Moment(milliseconds: 10_000, time: Timestamp(1_700_000_000_000))
  private var inputs: [Input] = []

  init(memberCount: Int) throws {
    self.memberCount = memberCount
    let network = try SampleNetwork(powers: [UInt64](repeating: 1, count: memberCount))
    let plan = Self.plan(of: network, at: moment.time)
    // The last member leads none of these views.
    let own = memberCount - 1
    var recollection = Recollection()
    recollection.roots[plan.anchor.height] = .zero
    fresh = Engine(
      plan: plan, role: .validator(own), recollection: recollection, at: moment)
    var parent = plan.anchor
    for view in 1...Self.viewCount {
      let header = Self.header(View(view), on: parent, of: plan)
      inputs += try Self.inputs(of: header, by: network, plan: plan, own: own)
      parent = header
    }
  }

  var benchmark: Benchmark {
    Benchmark(Self.name, size: memberCount) { times in
      var engine = fresh
      _ = engine.start(at: moment)
      var next = 0
      for _ in 0..<times {
        if next == inputs.count {
          precondition(engine.lastFinal.view == View(Self.viewCount), "every block is final")
          engine = fresh
          _ = engine.start(at: moment)
          next = 0
        }
        _ = engine.receive(inputs[next], at: moment)
        next += 1
      }
    }
  }

  private static func plan(of network: SampleNetwork, at time: Timestamp) -> EpochPlan {
    let anchor = Header(
      chainID: network.network.chainID, epoch: .zero, height: .zero, view: .zero,
      parentView: .zero, parentHash: .zero, time: Timestamp(time.units - 1_000), proposer: .zero,
      transactionsRoot: .zero, transactionCount: 0, executedHeight: .zero,
      executedStateRoot: .zero, validatorSetHash: network.set.hash,
      nextValidatorSetHash: network.set.hash)
    return EpochPlan(
      network: network.network, epoch: Epoch(1), set: network.set, nextSetHash: network.set.hash,
      anchor: anchor, boundary: Timestamp(time.units + 600_000),
      minBlockIntervalMilliseconds: 50, emptyBlockIntervalMilliseconds: 1_000)
  }

  private static func header(_ view: View, on parent: Header, of plan: EpochPlan) -> Header {
    var header = parent
    header.epoch = plan.epoch
    header.height = parent.height.next
    header.view = view
    header.parentView = parent.view
    header.parentHash = parent.hash
    header.time = parent.time.next
    header.proposer = plan.set.members[plan.leader(of: view)].account
    return header
  }

  /// A view as a member lives through it: the proposal, its body, and the votes of everybody.
  private static func inputs(
    of header: Header, by network: SampleNetwork, plan: EpochPlan, own: Int
  ) throws -> [Input] {
    let candidate = Statement.Candidate(parentView: header.parentView, block: header.hash)
    func vote(_ content: Statement.Content, by member: Int) throws -> Vote {
      let statement = Statement(epoch: plan.epoch, view: header.view, content: content)
      return try network.vote(statement, by: member)
    }
    func verified(_ content: Statement.Content, by member: Int) throws -> Verified<Vote> {
      let authority = Vote.Authority(
        key: network.set.members[member].key, network: network.network)
      return try Unverified(vote(content, by: member)).verified(under: authority)
    }
    let leader = plan.leader(of: header.view)
    precondition(leader != own, "the views are others' to lead")
    var inputs: [Input] = [
      .proposal(header, try verified(.notarize(candidate), by: leader)), .block(header, .valid),
    ]
    for content in [.notarize(candidate), .finalize(candidate)] as [Statement.Content] {
      inputs.append(.cast(try vote(content, by: own)))
      for member in 0..<own where member != leader || content != .notarize(candidate) {
        inputs.append(.vote(try verified(content, by: member)))
      }
    }
    return inputs
  }
}
