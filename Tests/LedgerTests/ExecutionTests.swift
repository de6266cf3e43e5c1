import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport
import Testing

@Suite("Execution")
struct ExecutionTests {
  private let other = Address(protocol: 0x7777)
  private let feePool = ModuleAccount.feePool.address

  @Test("A transfer costs exactly 21,000 gas at the base fee and the tip")
  func transfer() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let before = net.wei(alice.address)
    let block = net.execute([
      try alice.sign(to: other, value: Wei(stos: 5), maxFee: Wei(gwei: 10), tip: Wei(gwei: 2))
    ])
    #expect(block.receipts.count == 1)
    #expect(block.receipts[0].gasUsed == Gas(21_000))
    #expect(block.bodyGas == Gas(21_000))
    let fee = 21_000 * Wei(gwei: 3).units
    #expect(net.wei(other) == Wei(stos: 5).units)
    #expect(net.wei(feePool) == fee)
    #expect(net.wei(alice.address) == before - fee - Wei(stos: 5).units)
    #expect(net.books.account(alice.address).nonce == 1)
    #expect(try net.supply() == Genesis.supply.units)
  }

  @Test("The tip is cut where the fee per gas would exceed its maximum")
  func cutTip() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    net.execute([try alice.sign(to: other, maxFee: Wei(gwei: 2), tip: Wei(gwei: 2))])
    #expect(net.wei(feePool) == 21_000 * Wei(gwei: 2).units)
  }

  @Test("A void transaction leaves nothing but its gas in the base fee")
  func voidTransactions() throws {
    var alice = try Wallet(seed: 1)
    var poor = try Wallet(seed: 2)
    var net = try Devnet(rich: [alice.address])
    alice.nonce = 1
    let early = try alice.sign(to: other, value: Wei(1))
    let unfunded = try poor.sign(to: other, value: Wei(1))
    alice.nonce = 0
    let tooMuch = try alice.sign(to: other, value: Wei(stos: 1_000_000))
    let cheap = try alice.sign(to: other, maxFee: Wei(1))
    alice.nonce = 0
    let good = try alice.sign(to: other, value: Wei(1))
    let again = good
    let block = net.execute([early, unfunded, tooMuch, cheap, good, again])
    #expect(block.voidIndices == [0, 1, 2, 3, 5])
    #expect(block.receipts.map(\.transactionHash) == [good.message.hash])
    #expect(block.bodyGas == Gas(6 * 21_000))
    #expect(net.wei(other) == 1)
    #expect(net.books.account(poor.address) == net.books.account(Address(protocol: 0x8888)))
  }

  @Test("A failed call keeps its fee and its number, and leaves no other trace")
  func failedCall() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let before = net.wei(alice.address)
    let calls: [(Address, [UInt8], Wei)] = [
      (feePool, [], Wei(1)), (feePool, [], .zero), (World.exchange, [], Wei(1)),
      (World.exchange, [1, 2, 3, 4], .zero),
      (World.tokens, calldata("token(address)", other), .zero),
      (.stos, calldata("approve(address,uint256)", other, UInt256.max), .zero),
      (.stos, calldata("transfer(address,uint256)", other, UInt256.max), .zero),
      (.stos, calldata("transfer(address,uint256)", other, UInt256.zero), Wei(1)),
      (Address(protocol: 0x1009), [], .zero),
    ]
    var spent: UInt128 = 0
    for (recipient, data, value) in calls {
      let block = net.execute([try alice.sign(to: recipient, value: value, data: data)])
      let receipt = try #require(block.receipts.first)
      guard case .failed(let reason) = receipt.outcome else {
        Issue.record("a call of \(recipient) succeeded")
        continue
      }
      #expect(!reason.isEmpty)
      spent += UInt128(receipt.gasUsed.units) * Wei(gwei: 1).units
      // The account, the fee pool, the base fee and the receipts root.
      #expect(block.changes.count == 4)
    }
    #expect(net.wei(alice.address) == before - spent)
    #expect(net.wei(feePool) == spent)
    #expect(net.books.account(alice.address).nonce == UInt64(calls.count))
  }

  @Test("STOS moves through its face as a token does, and a proposer can tell how much")
  func stosFace() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let amount = UInt256.ether(7)
    let transaction = try alice.sign(
      to: .stos, data: calldata("transfer(address,uint256)", other, amount))
    #expect(transaction.message.spendingMax.units == transaction.message.maxCost.units + amount.low)
    let receipt = try #require(net.execute([transaction]).receipts.first)
    #expect(net.wei(other) == amount.low)
    let log = try #require(receipt.logs.first)
    #expect(log.address == .stos)
    #expect(log.topics[0] == Keccak256.hash("Transfer(address,address,uint256)"))
    #expect(log.topics[1].bytes.array == Array(repeating: 0, count: 12) + alice.address.bytes.array)
    #expect(log.data == ABI.encode(amount))
  }

  @Test("The receipts' root stands in the state, also of an empty block")
  func receiptsRoots() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let empty = net.execute([])
    #expect(empty.receiptsRoot.root == Keccak256.hash(""))
    let block = net.execute([try alice.sign(to: other), try alice.sign(to: other)])
    var list = MerkleList()
    for receipt in block.receipts { list.append(receipt.canonicalBytes.span) }
    let stored = net.books[Tables.receiptsRoots[2]]
    #expect(stored == block.receiptsRoot)
    #expect(stored?.root == list.root)
    #expect(stored?.height == Height(2))
  }

  @Test("What nobody asked for hangs on one system transaction, which comes last")
  func systemTransactions() throws {
    var alice = try Wallet(seed: 1)
    var net = try Devnet(rich: [alice.address])
    let gift = Duty { [sender = alice.address] block, books in
      // Any call that reports something; duties of the protocol do without one.
      let call = Call(sender: sender, recipient: .stos, block: block)
      let data = calldata("transfer(address,uint256)", Address(protocol: 0x7777), UInt256.ether(1))
      _ = try? books.perform(call, data: data.span)
    }
    let block = net.execute([try alice.sign(to: other)], duties: [gift])
    let system = try #require(block.systemTransaction)
    #expect(block.receipts.count == 2)
    #expect(block.receipts[1].transactionHash == system.hash)
    #expect(block.receipts[1].gasUsed == .zero)
    #expect(block.receipts[1].logs.count == 1)
    // 0x7e, then RLP of (20480, 1).
    let bytes: [UInt8] = [0x7E, 0xC4, 0x82, 0x50, 0x00, 0x01]
    #expect(system.hash == Keccak256.hash(bytes.span))
    #expect(net.execute([]).systemTransaction == nil)
  }

  @Test("The same history leads to the same root")
  func repeatedHistory() throws {
    func root() throws -> Digest {
      var alice = try Wallet(seed: 1)
      var net = try Devnet(rich: [alice.address])
      for value in 1...5 as ClosedRange<UInt64> {
        net.execute([
          try alice.sign(to: other, value: Wei(gwei: value)), try alice.sign(to: .stos),
        ])
      }
      return net.state.root
    }
    #expect(try root() == root())
  }

  @Test("Genesis places the supply, and refuses the protocol's own addresses")
  func genesis() throws {
    let net = try Devnet(rich: [])
    #expect(try net.supply() == Genesis.supply.units)
    #expect(net.baseFee == Wei(gwei: 1))
    #expect(net.wei(ModuleAccount.bondedStake.address) == Wei(stos: 1_000_000).units)
    var draft = GenesisDraft(validatorCount: 1)
    draft.accounts = [Genesis.Account(address: feePool, balance: Wei(stos: 59_000_000))]
    let genesis = try draft.validated()
    #expect(throws: GenesisError.self) { try InitialState.changes(for: genesis) }
  }
}
