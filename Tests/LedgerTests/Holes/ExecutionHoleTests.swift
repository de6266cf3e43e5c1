import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// Each test is named for the hole it would go through if a rule of execution were missing.
@Suite("Holes of execution")
struct ExecutionHoleTests {
  private let other = Address(protocol: 0x7777)

  @Test("Replay: a transaction executes once, in its block and in all that follow")
  func replay() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let payment = try alice.sign(to: other, value: Wei(7))
    #expect(net.execute([payment, payment]).voidIndices == [1])
    #expect(net.execute([payment]).voidIndices == [0])
    #expect(net.wei(other) == 7)
  }

  @Test("Free block stuffing through void transactions: they raise the base fee as others do")
  func voidStuffing() throws {
    var alice = try Wallet(seed: 1)
    let net = try Devnet(rich: [alice.address])
    // One transaction moves everything, and those after it cannot pay any more.
    let all = UInt256(Wei(stos: 999_999).units)
    let sweep = try alice.sign(to: .stos, data: calldata("transfer(address,uint256)", other, all))
    #expect(sweep.message.spendingMax >= Wei(stos: 999_999))
    var followers = [sweep]
    let data = [UInt8](repeating: 0xFF, count: 60_000)
    for _ in 0..<4 {
      followers.append(
        try alice.sign(to: other, value: Wei(stos: 1), data: data, gasLimit: 1_000_000))
    }
    var stuffed = net
    let result = stuffed.execute(followers)
    #expect(result.voidIndices == [1, 2, 3, 4])
    let gas = followers.reduce(0 as UInt64) { $0 + PriceList.gas(of: $1.message).units }
    #expect(result.bodyGas.units == gas)
    // A proposer that counts what may be spent includes none of them.
    let balance = net.wei(alice.address)
    var spent: UInt128 = 0
    let included = followers.filter { transaction in
      spent += transaction.message.spendingMax.units
      return spent <= balance
    }
    #expect(included.count == 1)
  }

  @Test("Donations to module accounts: nothing a user can name reaches one")
  func donations() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let one = UInt256(1 as UInt8)
    let before = ModuleAccount.allCases.map { net.wei($0.address) }
    var attempts: [Recovered<Transaction>] = []
    for module in ModuleAccount.allCases {
      attempts.append(try alice.sign(to: module.address, value: Wei(1)))
      attempts.append(
        try alice.sign(
          to: .stos, data: calldata("transfer(address,uint256)", module.address, one)))
    }
    let result = net.execute(attempts)
    #expect(result.receipts.count == attempts.count)
    for receipt in result.receipts {
      guard case .failed(let reason) = receipt.outcome else {
        Issue.record("a payment reached the protocol")
        continue
      }
      #expect(reason.contains("takes no payments"))
    }
    let after = ModuleAccount.allCases.map { net.wei($0.address) }
    let pool = try #require(ModuleAccount.allCases.firstIndex(of: .feePool))
    for index in before.indices where index != pool { #expect(before[index] == after[index]) }
  }

  @Test("Stale votes: what somebody without a seat approved has no power")
  func staleVotes() throws {
    var stakers = try Stakers()
    let governance = Address(protocol: 0x1008)
    var name = FixedBytes<32>.zero
    for (index, byte) in "minSlots".utf8.enumerated() { name[index] = byte }
    let proposal = calldata("propose(bytes32,uint256)", name, UInt256(9 as UInt8))
    _ = try stakers.world.call(governance, proposal, from: 3).get()
    let yes = calldata("vote(uint64,bool)", 0 as UInt64, true)
    // 40 and 20 percent agree, then the 40 leave; 20 of 60 and 6 of 60 are not two thirds.
    for person in [0, 2] { _ = try stakers.world.call(governance, yes, from: person).get() }
    _ = try stakers.call(try stakers.evidence(against: 0, epoch: Epoch(1)), from: 6).get()
    for _ in 0..<3 { stakers.world.endBlock(by: stakers.world.people[1], isClosing: true) }
    #expect(try stakers.members(of: stakers.world.epoch).count == 4)
    _ = try stakers.world.call(governance, yes, from: 3).get()
    let bytes = try stakers.world.ask(
      governance, calldata("proposal(uint64)", 0 as UInt64)
    ).get()
    let answer = try ABI.decode(
      bytes.span, as: Address.self, UInt8.self, FixedBytes<32>.self, Address.self, UInt256.self,
      UInt64.self, Bool.self, Bool.self, UInt64.self, UInt64.self)
    #expect(!answer.7)
    #expect(answer.8 == 260_000_000)
  }
}
