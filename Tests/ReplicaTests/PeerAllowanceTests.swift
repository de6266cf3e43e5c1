import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("What a peer may cost")
struct PeerAllowanceTests {
  private var replica: Replica
  private let greedy = Address(protocol: 0x5101)
  private let modest = Address(protocol: 0x5102)
  private let time: Timestamp
  private var number: UInt32 = 0

  init() throws {
    let cluster = try Cluster(4, epochLengthMilliseconds: 60_000)
    try cluster.start()
    try cluster.run(milliseconds: 3_000)
    replica = cluster.nodes[0].replica
    time = replica.tip.time
    for peer in [greedy, modest] {
      _ = replica.receive(.connected(peer, speaksFor: nil), at: moment(0))
    }
  }

  /// So long after the peers have come.
  private func moment(_ milliseconds: UInt64) -> Moment {
    Moment(milliseconds: 3_000 + milliseconds, time: Timestamp(time.units + milliseconds))
  }

  private mutating func hear(
    _ message: PeerMessage, sizeBytes: Int = 1, from peer: Address, at milliseconds: UInt64
  ) -> [ReplicaEffect] {
    replica.receive(.heard(message, sizeBytes: sizeBytes, from: peer), at: moment(milliseconds))
  }

  private func isLeft(_ peer: Address, in effects: [ReplicaEffect]) -> Bool {
    effects.contains { if case .leave(peer, _) = $0 { true } else { false } }
  }

  @Test mutating func `is so many bytes, and a connection to whoever sends more`() {
    let message = PeerMessage.transactions([])
    let burst = Int(ReplicaLimits.bytesBurstMax)
    let rate = Int(ReplicaLimits.bytesPerSecondMax)
    #expect(!isLeft(greedy, in: hear(message, sizeBytes: burst, from: greedy, at: 0)))
    // Half a second brings half of what a second does, and no more.
    #expect(!isLeft(greedy, in: hear(message, sizeBytes: rate / 2, from: greedy, at: 500)))
    #expect(isLeft(greedy, in: hear(message, from: greedy, at: 500)))
    // It is nobody's any more; the other one has its own allowance.
    let unheard = hear(message, from: greedy, at: 600)
    #expect(unheard.allSatisfy { if case .wake = $0 { true } else { false } })
    #expect(!isLeft(modest, in: hear(message, sizeBytes: burst, from: modest, at: 600)))
  }

  /// Whether the blocks before the tip are handed out.
  private mutating func isServed(_ peer: Address) -> Bool {
    let range = PeerMessage.rangeWanted(Height(1)...Height(2))
    return hear(range, from: peer, at: 0).contains {
      if case .serveRange = $0 { true } else { false }
    }
  }

  @Test mutating func `is so many answers from the database, each for as much as it had`() {
    let burst = Int(ReplicaLimits.answerBytesBurstMax)
    let most = burst / ReplicaLimits.storedAnswerSizeBytes
    for _ in 0..<most { #expect(isServed(greedy)) }
    #expect(!isServed(greedy))
    // An answer of a third leaves two thirds; the next two, too.
    let sizeBytes = ReplicaLimits.storedAnswerSizeBytes / 3
    for _ in 0..<2 { _ = replica.receive(.served(greedy, sizeBytes: sizeBytes), at: moment(0)) }
    #expect(isServed(greedy))
    #expect(!isServed(greedy))
    // Nobody gets back more than there is, and nothing at all counts for a little, too.
    for _ in 0..<2 * most { _ = replica.receive(.served(modest, sizeBytes: 0), at: moment(0)) }
    for _ in 0..<most { #expect(isServed(modest)) }
    var count = 0
    repeat {
      #expect(count < burst)
      _ = replica.receive(.served(modest, sizeBytes: 0), at: moment(0))
      count += 1
    } while isServed(modest)
    let rest = burst % ReplicaLimits.storedAnswerSizeBytes
    #expect(count == rest / ReplicaLimits.storedAnswerSizeBytesMin + 1)
  }

  /// How many transactions are handed out to be checked.
  private func checkedCount(_ effects: [ReplicaEffect]) -> Int {
    effects.reduce(0) { sum, effect in
      if case .check(let check) = effect { sum + check.signatureCount } else { sum }
    }
  }

  /// Transactions that never came before.
  private mutating func batch(_ count: Int, sizeBytes: Int = 5) -> PeerMessage {
    .transactions(
      (0..<count).map { _ in
        number += 1
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
        return [2] + digits + [UInt8](repeating: 0, count: sizeBytes - 5)
      })
  }

  @Test mutating func `is so many signatures, and silence beyond them`() {
    let size = 1_000
    let burst = Int(ReplicaLimits.signaturesBurstMax)
    var checked = 0
    for _ in 0..<(burst / size + 5) {
      let effects = hear(batch(size), from: greedy, at: 0)
      checked += checkedCount(effects)
      #expect(!isLeft(greedy, in: effects))
      end(effects)
    }
    #expect(checked == burst)
    let others = hear(batch(size), from: modest, at: 0)
    #expect(checkedCount(others) == size)
    end(others)
    // A tenth of a second later there is room for a tenth of what a second has.
    checked = 0
    for _ in 0..<5 { checked += checkedCount(hear(batch(size), from: greedy, at: 100)) }
    #expect(checked == Int(ReplicaLimits.signaturesPerSecondMax) / 10)
  }

  /// Says of all that is checked that it is signed by nobody.
  private mutating func end(_ effects: [ReplicaEffect]) {
    for case .check(let check) in effects {
      _ = replica.receive(.checked(check, .transactions([])), at: moment(0))
    }
  }

  @Test mutating func `is no more than what all together have in checks at one time`() {
    let most = ReplicaLimits.checkedTransactionsSizeBytesMax
    var pending: [[ReplicaEffect]] = []
    /// How many fit in, of a size that each has.
    func fill(sizeBytes: Int, count: Int) -> Int {
      var checked = 0
      for peer in [greedy, modest] {
        for _ in 0..<2 {
          let effects = hear(batch(count, sizeBytes: sizeBytes), from: peer, at: 0)
          checked += checkedCount(effects)
          pending.append(effects)
        }
      }
      return checked
    }
    let least = ReplicaLimits.checkedTransactionSizeBytesMin
    let share = most / least / 3
    #expect(fill(sizeBytes: 5, count: share) == 3 * share)
    for effects in pending { end(effects) }
    pending = []
    // Long ones count for what they are.
    #expect(fill(sizeBytes: 8 * least, count: share / 8) == 3 * (share / 8))
    #expect(fill(sizeBytes: 5, count: share) == 0)
    for effects in pending { end(effects) }
    #expect(checkedCount(hear(batch(10), from: modest, at: 0)) == 10)
  }

  private func isSent(_ effect: ReplicaEffect, to peer: Address) -> Bool {
    if case .send(_, let receiver) = effect { receiver == peer } else { false }
  }

  @Test mutating func `stays as it is when a peer speaks for somebody else`() throws {
    let members = replica.engine.plan.set.members
    let place = try #require(members.indices.first { $0 != replica.engine.role.member })
    let member = members[place]
    // The member itself is not there.
    _ = replica.receive(.disconnected(member.account), at: moment(0))
    let message = PeerMessage.transactions([])
    let burst = Int(ReplicaLimits.bytesBurstMax)
    #expect(!isLeft(greedy, in: hear(message, sizeBytes: burst, from: greedy, at: 0)))
    var greetings = 0
    for round in 0..<6 {
      let key = round.isMultiple(of: 2) ? member.key : nil
      let effects = replica.receive(.endorsed(greedy, speaksFor: key), at: moment(0))
      greetings += effects.count { isSent($0, to: greedy) }
      // A place in the engine's eyes is taken once, and so is what it is told there.
      if round == 0 { #expect(greetings > 0) } else { #expect(effects.count <= 1) }
    }
    #expect(isLeft(greedy, in: hear(message, from: greedy, at: 0)))
    // Whoever is not there cannot speak for anybody.
    let stranger = Address(protocol: 0x5103)
    let count = replica.peerCount
    _ = replica.receive(.endorsed(stranger, speaksFor: member.key), at: moment(0))
    #expect(replica.peerCount == count)
  }

  @Test mutating func `is so many long answers to short questions`() {
    func answers(_ peer: Address, at milliseconds: UInt64, asking count: Int) -> Int {
      var answers = 0
      for _ in 0..<count {
        let effects = hear(.rangeWanted(Height(1)...Height(2)), from: peer, at: milliseconds)
        for case .serveRange in effects { answers += 1 }
        #expect(!isLeft(peer, in: effects))
      }
      return answers
    }
    let each = UInt64(ReplicaLimits.storedAnswerSizeBytes)
    let burst = Int(ReplicaLimits.answerBytesBurstMax / each)
    #expect(answers(greedy, at: 0, asking: burst + 10) == burst)
    #expect(answers(modest, at: 0, asking: 3) == 3)
    let both = ReplicaLimits.answerBytesBurstMax + ReplicaLimits.answerBytesPerSecondMax
    #expect(answers(greedy, at: 1_000, asking: 20) == Int(both / each) - burst)
  }

  @Test mutating func `does not add up while it says nothing`() {
    let message = PeerMessage.transactions([])
    let burst = Int(ReplicaLimits.bytesBurstMax)
    #expect(!isLeft(greedy, in: hear(message, sizeBytes: burst, from: greedy, at: 1_000_000)))
    #expect(isLeft(greedy, in: hear(message, from: greedy, at: 1_000_000)))
  }
}
