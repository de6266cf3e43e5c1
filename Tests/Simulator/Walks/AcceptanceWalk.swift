import Chain
import Consensus
import TestSupport

/// A validator that waits for others before it votes in spite of a lost journal, while they come,
/// go, answer, or do not: it waits for exactly those whom it should.
struct AcceptanceWalk {
  private var random: SplitMix64
  private(set) var complaints: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0xACCE)
  }

  mutating func run(steps: Int) {
    var patience = LossAcceptance.Patience()
    patience.connectMilliseconds = UInt64(random.number(in: 0...400))
    patience.answerMilliseconds = UInt64(random.number(in: 0...300))
    patience.wholeMilliseconds = UInt64(random.number(in: 300...900))
    let begin = UInt64(random.number(in: 0...1_000))
    var acceptance = LossAcceptance(of: Epoch(1), patience, at: begin)
    let peers = ValidatorKey.all.prefix(4).map(\.account)
    var since: [Address: UInt64] = [:]
    var answered: Set<Address> = []
    var now = begin
    for _ in 0..<steps where complaints.isEmpty {
      now += UInt64(random.number(in: 0...80))
      let peer = peers[random.number(in: 0...3)]
      switch random.number(in: 0...3) {
      case 0:
        acceptance.connect(peer, at: now)
        if !answered.contains(peer) { since[peer] = since[peer] ?? now }
      case 1:
        acceptance.disconnect(peer)
        since[peer] = nil
      case 2 where since[peer] != nil:
        acceptance.add([], from: peer)
        since[peer] = nil
        answered.insert(peer)
      default: break
      }
      let isOver =
        now >= begin + patience.connectMilliseconds
        && (now >= begin + patience.wholeMilliseconds
          || since.values.allSatisfy { now >= $0 + patience.answerMilliseconds })
      let outcome = acceptance.outcome(at: now)
      guard (outcome != nil) == isOver else {
        complaints.append(
          "acceptance: after \(now - begin) ms it \(isOver ? "still waits" : "waits no more")")
        return
      }
      guard let outcome else { continue }
      guard Set(outcome.answered) == answered, Set(outcome.silent) == Set(since.keys) else {
        complaints.append("acceptance: it takes somebody for another who has answered")
        return
      }
    }
  }
}
