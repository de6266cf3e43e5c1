import Chain
import Consensus
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("A validator that lost its journal, and whose operator accepts that")
struct JournalLossTests {
  /// Votes that nodes send, by node.
  private final class Overheard {
    var votes: [(node: Int, statement: Statement)] = []

    func statements(of node: Int) -> [Statement] {
      votes.filter { $0.node == node }.map(\.statement)
    }

    /// Listens to a cluster.
    init(_ cluster: Cluster) {
      cluster.tamper = { [self] message, from, _ in
        switch message {
        case .vote(let vote, let member) where self.isOwn(Int(member), from, cluster):
          votes.append((from, vote.statement))
        case .proposal(_, let vote, _): votes.append((from, vote.statement))
        default: break
        }
        return message
      }
    }

    private func isOwn(_ member: Int, _ node: Int, _ cluster: Cluster) -> Bool {
      cluster.nodes[0].replica.engine.plan.set.members[member].account
        == cluster.nodes[node].address
    }
  }

  /// No vote of a node excludes another.
  private func checkHonesty(_ overheard: Overheard, of node: Int) {
    let statements = Array(Set(overheard.statements(of: node)))
    for (place, one) in statements.enumerated() {
      for other in statements[..<place] where one.contradicts(other) {
        Issue.record("\(one) and \(other)")
      }
    }
  }

  @Test func `votes nothing before its peers have answered, and then goes on behind them`() throws {
    // Three of four are a quorum, and one of these loses its journal.
    let cluster = try Cluster(4, epochLengthMilliseconds: 60_000)
    let overheard = Overheard(cluster)
    try cluster.start()
    try cluster.run(milliseconds: 3_000)
    cluster.isolated = [0]
    try cluster.run(milliseconds: 5_000)
    let lost = cluster.nodes[3]
    let count = lost.blocks.count
    let before = overheard.statements(of: 3)
    try cluster.restartWithoutJournal(3, accepting: Epoch(1))
    let begin = overheard.votes.count
    try cluster.run(milliseconds: 9_900)
    #expect(overheard.votes[begin...].allSatisfy { $0.node != 3 })
    #expect(lost.acceptances.isEmpty && !lost.replica.engine.isVoting)
    try cluster.run(milliseconds: 5_000)
    // Who was cut off is waited for a little longer, and not for ever.
    let outcome = try #require(lost.acceptances.first)
    #expect(outcome.answered.count == 2)
    #expect(outcome.silent == [cluster.nodes[0].address])
    #expect((outcome.newest?.height.units ?? 0) >= UInt64(count))
    try cluster.run(milliseconds: 10_000)
    #expect(lost.blocks.count > count + 2)
    checkHonesty(overheard, of: 3)
    // The newest certificates had votes of its own, which it will not contradict.
    let recalled = before.filter { lost.refusal(of: $0.rival) != nil }
    #expect(!recalled.isEmpty)
    for statement in recalled {
      guard case .contradicts = lost.refusal(of: statement.rival) else {
        Issue.record("\(statement.rival) is refused for another reason")
        continue
      }
    }
  }

  @Test func `knows again what only one peer has heard, and no quorum has joined`() throws {
    let cluster = try Cluster(4, epochLengthMilliseconds: 60_000)
    let overheard = Overheard(cluster)
    try cluster.start()
    try cluster.run(milliseconds: 3_000)
    cluster.isolated = [0, 2]
    let begin = overheard.votes.count
    try cluster.run(milliseconds: 5_000)
    let lone = overheard.votes[begin...].filter { $0.node == 3 }.map(\.statement)
    let lastView = try #require(lone.map(\.view).max())
    try cluster.restartWithoutJournal(3, accepting: Epoch(1))
    let lost = cluster.nodes[3]
    while lost.acceptances.isEmpty, cluster.now < 30_000 { try cluster.run(milliseconds: 10) }
    let outcome = try #require(lost.acceptances.first)
    #expect(outcome.answered == [cluster.nodes[1].address])
    #expect((outcome.newest?.view ?? .zero) < lastView)
    for statement in lone where statement.view == lastView {
      guard case .contradicts = lost.refusal(of: statement.rival) else {
        Issue.record("nobody reminded it of \(statement)")
        continue
      }
    }
    cluster.isolated = []
    let count = lost.blocks.count
    try cluster.run(milliseconds: 10_000)
    #expect(lost.blocks.count > count)
    checkHonesty(overheard, of: 3)
  }

  @Test func `begins after a while when nobody answers`() throws {
    let cluster = try Cluster(4, epochLengthMilliseconds: 60_000)
    let overheard = Overheard(cluster)
    try cluster.start()
    try cluster.run(milliseconds: 2_000)
    cluster.isolated = [0, 1, 2, 3]
    let votes = overheard.votes.count
    try cluster.restartWithoutJournal(3, accepting: Epoch(1))
    try cluster.run(milliseconds: 9_000)
    #expect(overheard.votes[votes...].allSatisfy { $0.node != 3 })
    try cluster.run(milliseconds: 6_000)
    #expect(cluster.nodes[3].acceptances.first?.silent.count == 3)
    #expect(cluster.nodes[3].replica.engine.isVoting)
  }

  @Test func `that is alone begins after a while, and is trusted in the next epoch`() throws {
    let cluster = try Cluster(1, epochLengthMilliseconds: 20_000)
    try cluster.start()
    try cluster.run(milliseconds: 2_000)
    let node = cluster.nodes[0]
    let count = node.blocks.count
    try cluster.restartWithoutJournal(0, accepting: Epoch(1))
    try cluster.run(milliseconds: 9_000)
    #expect(node.blocks.count == count)
    try cluster.run(milliseconds: 12_000)
    #expect(node.blocks.count > count)
    #expect(node.standing == .trusted)
    #expect(node.replica.engine.plan.epoch == Epoch(2))
    #expect(node.replica.engine.isVoting)
  }

  @Test func `waits for the epoch that was accepted, and votes in no other`() throws {
    let cluster = try Cluster(4, epochLengthMilliseconds: 12_000)
    let overheard = Overheard(cluster)
    try cluster.start()
    try cluster.run(milliseconds: 2_000)
    try cluster.restartWithoutJournal(3, accepting: Epoch(0))
    let votes = overheard.votes.count
    try cluster.run(milliseconds: 9_000)
    #expect(overheard.votes[votes...].allSatisfy { $0.node != 3 })
    #expect(cluster.nodes[3].acceptances.isEmpty)
    // As others have told how far the chain was, the next epoch finds it trusted.
    try cluster.run(milliseconds: 6_000)
    #expect(cluster.nodes[3].standing == .trusted)
    #expect(cluster.nodes[3].acceptances.isEmpty)
    #expect(cluster.nodes[3].replica.engine.isVoting)
  }
}

extension Engine {
  fileprivate var isVoting: Bool { role != .observer }
}

extension Statement {
  /// A vote that nobody may cast beside this one.
  fileprivate var rival: Statement {
    switch content {
    case .notarize(let candidate), .finalize(let candidate):
      Statement(
        epoch: epoch, view: view,
        content: .notarize(Candidate(parentView: candidate.parentView, block: .zero)))
    case .nullify:
      Statement(
        epoch: epoch, view: view,
        content: .finalize(Candidate(parentView: .zero, block: .zero)))
    }
  }
}
