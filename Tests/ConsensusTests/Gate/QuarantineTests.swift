import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct QuarantineTests {
  @Test func `An observer votes from the epoch that begins late enough`() throws {
    let guarded = try GuardedKey(standing: .inquiring)
    #expect(guarded.refusal(of: .nullify(view: 1)) == .observing(.inquiring))
    // However late the epoch: first it must know how far the chain had come.
    try guarded.begin(2, after: 1_000_000)
    guarded.commit()
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .observing(.inquiring))
    #expect(guarded.quarantine(since: 5_000))
    #expect(!guarded.quarantine(since: 1))
    let quarantine = Standing.quarantined(since: Timestamp(5_000))
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .observing(quarantine))
    try guarded.begin(3, after: 5_500)
    guarded.commit()
    try guarded.restart()
    #expect(guarded.refusal(of: .nullify(epoch: 3, view: 1)) == .observing(quarantine))
    try guarded.begin(4, after: 5_501)
    guarded.commit()
    try guarded.sign(.nullify(epoch: 4, view: 1))
    try guarded.restart()
    #expect(guarded.standing == .trusted)
    #expect(guarded.isVoting)
  }

  @Test func `An own vote that the journal lacks makes an observer of its key`() throws {
    for epoch: UInt64 in [2, 3] {
      let guarded = try GuardedKey(epoch: 2)
      try guarded.sign(.notarize(1, epoch: 2, view: 4))
      #expect(try !guarded.hear(.notarize(1, epoch: 2, view: 4)))
      #expect(try !guarded.hear(.notarize(7, epoch: 1, view: 4)))
      #expect(guarded.standing == .trusted)
      #expect(try guarded.hear(.notarize(2, epoch: epoch, view: 4)))
      #expect(guarded.standing == .inquiring)
      // What else turns up of this epoch is written down, should its operator accept the risk.
      #expect(try guarded.hear(.notarize(3, epoch: epoch, view: 4)) == (epoch == 2))
      #expect(try !guarded.hear(.notarize(3, epoch: epoch, view: 4)))
      try guarded.restart()
      #expect(!guarded.isVoting)
      #expect(guarded.refusal(of: .nullify(epoch: 2, view: 9)) == .observing(.inquiring))
    }
  }

  @Test func `An own vote heard before the first epoch counts as well`() throws {
    let guarded = try GuardedKey(epoch: 0)
    let refusal = guarded.refusal(of: .nullify(epoch: 0, view: 1))
    #expect(refusal == .otherEpoch(asked: Epoch(0), current: Epoch(0)))
    #expect(try guarded.hear(.nullify(view: 1)))
    #expect(guarded.standing == .inquiring)
  }

  @Test func `The operator can accept the risk for one epoch`() throws {
    let guarded = try GuardedKey(standing: .inquiring)
    guarded.accept(2)
    #expect(guarded.refusal(of: .nullify(view: 1)) == .observing(.inquiring))
    try guarded.begin(2, after: 10)
    guarded.commit()
    #expect(guarded.isVoting)
    try guarded.sign(.nullify(epoch: 2, view: 1))
    try guarded.restart()
    try guarded.sign(.nullify(epoch: 2, view: 2))
    try guarded.begin(3, after: 20)
    guarded.commit()
    #expect(guarded.refusal(of: .nullify(epoch: 3, view: 1)) == .observing(.inquiring))
  }

  @Test func `The risk can be accepted in the epoch under way`() throws {
    let guarded = try GuardedKey(standing: .quarantined(since: Timestamp(9)))
    guarded.accept(1)
    try guarded.sign(.nullify(view: 1))
    try guarded.restart()
    #expect(guarded.isVoting)
  }

  @Test func `In an accepted epoch a forgotten vote is remembered`() throws {
    let guarded = try GuardedKey(standing: .quarantined(since: Timestamp(9)))
    guarded.accept(1)
    #expect(try guarded.hear(.notarize(1, view: 3)))
    #expect(try !guarded.hear(.notarize(1, view: 3)))
    #expect(guarded.refusal(of: .notarize(2, view: 3)) == .contradicts(.notarize(1, view: 3)))
    try guarded.restart()
    #expect(guarded.refusal(of: .notarize(2, view: 3)) == .contradicts(.notarize(1, view: 3)))
    #expect(guarded.refusal(of: .finalize(1, view: 3)) == nil)
    #expect(guarded.standing == .quarantined(since: Timestamp(9)))
  }

  @Test func `What turned up before the risk was accepted counts as cast`() throws {
    let guarded = try GuardedKey()
    try guarded.sign(.notarize(1, view: 2))
    // The first one makes an observer of it, and is remembered like those that follow.
    #expect(try guarded.hear(.notarize(1, view: 3)))
    #expect(try guarded.hear(.nullify(view: 4)))
    try guarded.restart()
    guarded.accept(1)
    for refused: Statement in [
      .notarize(2, view: 2), .notarize(2, view: 3), .finalize(1, view: 4),
    ] {
      guard case .contradicts = guarded.refusal(of: refused) else {
        Issue.record("\(refused) is signed")
        continue
      }
    }
    #expect(guarded.refusal(of: .finalize(1, view: 3)) == nil)
  }

  @Test func `All others are asked where they are no quorum, and nobody where one is`() throws {
    func isAnswered(_ powers: [UInt64], by others: [Int]) throws -> Bool {
      let set = try SampleNetwork(powers: powers).set
      var inquiry = LossInquiry(epoch: Epoch(1), set: set, by: set.members[0].key)
      for member in others { inquiry.add([], from: set.members[member].key) }
      return inquiry.result(clock: Timestamp(9)) == Timestamp(9)
    }
    #expect(try isAnswered([1], by: []))
    #expect(try isAnswered([5, 1], by: []))
    #expect(try !isAnswered([1, 1, 1], by: [1]))
    #expect(try isAnswered([1, 1, 1], by: [1, 2]))
    #expect(try !isAnswered([1, 1, 1, 1], by: [1, 2]))
    #expect(try isAnswered([1, 1, 1, 1], by: [1, 2, 3]))
    #expect(try isAnswered([1, 1, 1, 1, 1], by: [1, 2, 3, 4]))
  }

  @Test func `Whoever has the key cannot fill the memory of its votes`() throws {
    let guarded = try GuardedKey(standing: .inquiring)
    guarded.accept(1)
    var remembered = 0
    for block: UInt8 in 0..<20 where try guarded.hear(.notarize(block, view: 3)) {
      remembered += 1
    }
    #expect(remembered == 8)
  }

  @Test func `A quorum of the latest set says how far the chain has come`() throws {
    let old = try SampleNetwork(powers: [5, 1, 1], seed: 1)
    let new = try SampleNetwork(powers: [4, 3, 2, 1], seed: 2)
    func finding(
      _ sample: SampleNetwork, epoch: UInt64, time: UInt64, by members: [Int]
    ) throws -> LossInquiry.Finding {
      var random = SplitMix64(seed: time)
      var header = Header.arbitrary(from: &random)
      header.time = Timestamp(time)
      let candidate = Statement.Candidate(parentView: View(0), block: header.hash)
      let statement = Statement(
        epoch: Epoch(epoch), view: View(4), content: .finalize(candidate))
      let authority = Certificate.Authority(
        epoch: Epoch(epoch), set: sample.set, network: sample.network)
      let certificate = try sample.certificate(statement, by: members)
      return LossInquiry.Finding(
        certificate: try Unverified(certificate).verified(under: authority), header: header)
    }
    var inquiry = LossInquiry(epoch: Epoch(1), set: old.set, by: nil)
    inquiry.add([], from: old.set.members[1].key)
    inquiry.add([], from: old.set.members[1].key)
    inquiry.add([], from: new.set.members[0].key)
    #expect(inquiry.result(clock: Timestamp(100)) == nil)
    inquiry.add(
      [try finding(old, epoch: 1, time: 250, by: [0, 1])], from: old.set.members[0].key)
    #expect(inquiry.result(clock: Timestamp(100)) == Timestamp(250))
    #expect(inquiry.result(clock: Timestamp(300)) == Timestamp(300))
    // A later set turns up: its members are asked, and what was known stays known.
    let later = try finding(new, epoch: 5, time: 240, by: [0, 1, 2])
    inquiry.add([later], from: old.set.members[2].key)
    #expect(inquiry.epoch == Epoch(5))
    #expect(inquiry.result(clock: Timestamp(1)) == nil)
    inquiry.add([later], from: new.set.members[0].key)
    inquiry.add([], from: new.set.members[1].key)
    #expect(inquiry.result(clock: Timestamp(1)) == Timestamp(250))
    // A header that is not the certified block's says nothing.
    var random = SplitMix64(seed: 1)
    var forged = Header.arbitrary(from: &random)
    forged.time = Timestamp(900_000)
    let lie = LossInquiry.Finding(certificate: later.certificate, header: forged)
    inquiry.add([lie], from: new.set.members[2].key)
    #expect(inquiry.result(clock: Timestamp(1)) == Timestamp(250))
  }
}
