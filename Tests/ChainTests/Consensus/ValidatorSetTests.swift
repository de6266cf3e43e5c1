import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct ValidatorSetTests {
  @Test(arguments: 0..<UInt64(8))
  func `a set is the same whatever the order it is given in`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let members = [Validator].arbitrary(count: 1...20, from: &random)
    let set = try ValidatorSet(members)
    let shuffled = try ValidatorSet(members.shuffled(using: &random))
    #expect(set == shuffled)
    #expect(try ValidatorSet(canonicalBytes: set.canonicalBytes.span) == set)
    #expect(set.hash == Keccak256.hash(set.canonicalBytes.span))
    for (left, right) in zip(set.members, set.members.dropFirst()) {
      #expect(
        left.power > right.power
          || (left.power == right.power && left.account < right.account))
    }
    for (index, member) in set.members.enumerated() {
      #expect(set.index(of: member.account) == index)
      #expect(set.index(of: member.key) == index)
    }
  }

  @Test func `members out of order do not decode`() throws {
    let set = try SampleNetwork(powers: [1, 2, 3]).set
    var writer = ByteWriter()
    writer.writeList(set.members.reversed())
    #expect(throws: ByteError.self) { try ValidatorSet(canonicalBytes: writer.bytes.span) }
  }

  @Test func `members that make up no set are refused`() throws {
    let members = try SampleNetwork(powers: [2, 1]).set.members
    let (first, second) = (members[0], members[1])
    func refusal(_ members: [Validator]) -> ValidatorSetError? {
      do throws(ValidatorSetError) {
        _ = try ValidatorSet(members)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal([]) == .empty)
    #expect(refusal([first, first]) == .duplicateAccount(first.account))
    let sameKey = Validator(account: second.account, key: first.key, power: Power(1))
    #expect(refusal([first, sameKey]) == .duplicateKey(first.key))
    let idle = Validator(account: second.account, key: second.key, power: .zero)
    #expect(refusal([first, idle]) == .noPower(second.account))
    let mighty = Validator(account: second.account, key: second.key, power: Power(1 << 62))
    #expect(refusal([first, mighty]) == .tooMuchPower)
    let endless = Validator(account: second.account, key: second.key, power: Power(.max))
    #expect(refusal([first, endless]) == .tooMuchPower)
  }

  @Test func `two quorums always share more than a third`() throws {
    for total in 1...300 as ClosedRange<UInt64> {
      let quorum = try SampleNetwork(powers: [total]).set.quorum.units
      #expect(quorum == total * 2 / 3 + 1)
      #expect(3 * (2 * quorum - total) > total)
      #expect(quorum <= total)
    }
  }
}

@Suite struct LeaderTableTests {
  @Test(arguments: 0..<UInt64(16))
  func `slots follow power and every member has one`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let powers = (0..<Int.random(in: 1...100, using: &random)).map { _ in
      UInt64.random(in: 1...1_000_000, using: &random)
    }
    let set = try SampleNetwork(powers: powers, seed: seed).set
    let table = LeaderTable(set)
    #expect(table.slots.count == LeaderTable.slotCount)
    let rest = Double(LeaderTable.slotCount - powers.count)
    for (index, member) in set.members.enumerated() {
      let slots = table.slots.filter { Int($0) == index }.count
      let fair = 1 + rest * Double(member.power.units) / Double(set.totalPower.units)
      #expect(slots >= 1)
      #expect(abs(Double(slots) - fair) < 1)
    }
  }

  /// Computed with exact fractions by an independent script.
  @Test(
    arguments: [
      ([5, 3, 2], "75cf31dc22a6fd9a8390758f52ccbcbbc8d6bbf3ac47858c040c52385cf9d556"),
      (
        [1_000, 999, 998, 1, 1, 1, 1],
        "5c340feede5894d691511a7d6d7df0c938f900a1773a0d4ecf617bb04760f758"
      ),
      (
        [7, 7, 5, 5, 3, 3, 3, 1],
        "69e88e16e1578d2da50f33a48d95d9144700be7afd8cdb5cb4bef06ed575fa55"
      ),
    ] as [([UInt64], String)])
  func `unequal members have the recorded slots`(powers: [UInt64], hash: String) throws {
    let table = LeaderTable(try SampleNetwork(powers: powers).set)
    let slots = table.slots.map { UInt8($0) }
    #expect(Keccak256.hash(slots.span).description == "0x" + hash)
  }

  @Test func `equal members lead in turn`() throws {
    let table = LeaderTable(try SampleNetwork(powers: [1, 1, 1, 1]).set)
    for view in 0..<2_048 as Range<UInt64> {
      #expect(table.leader(of: View(view), in: .zero) == Int(view % 4))
    }
  }

  @Test func `each epoch begins at another slot, and no ordinal overflows`() throws {
    let table = LeaderTable(try SampleNetwork(powers: [3, 2, 1]).set)
    for epoch in 0..<50 as Range<UInt64> {
      for view in 1..<50 as Range<UInt64> {
        let slot = Int((view + 633 * epoch) % 1_024)
        #expect(table.leader(of: View(view), in: Epoch(epoch)) == Int(table.slots[slot]))
      }
    }
    #expect((0..<3).contains(table.leader(of: .largest, in: .largest)))
  }
}
