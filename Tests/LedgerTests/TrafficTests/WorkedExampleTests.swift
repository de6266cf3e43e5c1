import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// The worked example as a chain lives it: a genesis, signed transactions, and blocks.
@Suite("Worked example")
struct WorkedExampleTests {
  private struct Cast {
    var wallet: Wallet
    let consumer: Consumer
    let owner: Address
    let metas: [FixedBytes<32>]
    var nodes: [Address] = []

    init() throws {
      var random = SplitMix64(seed: 5)
      wallet = try Wallet(seed: 1)
      consumer = try Consumer(from: &random)
      owner = .arbitrary(from: &random)
      metas = (0..<7).map { _ in .arbitrary(from: &random) }
    }

    func node(_ key: PublicKey, _ stos: UInt64) -> GenesisNode {
      GenesisNode(
        owner: owner, key: key, beneficiary: owner, deposit: Wei(stos: stos),
        endpoint: "node.example:1", moniker: "")
    }

    /// Seven meta nodes and two resource nodes with 69,300 STOS together.
    mutating func draft() throws -> GenesisDraft {
      var random = SplitMix64(seed: 6)
      var draft = GenesisDraft(validatorCount: 1)
      draft.parameters.maturityEpochs = 2
      draft.parameters.recordEpochs = 1_010
      draft.parameters.communityTaxBasisPoints = 100
      draft.parameters.contentShareBasisPoints = 0
      draft.parameters.subsidyCapBasisPoints = 0
      draft.metaNodes = try metas.map { node(try PrivateKey($0).publicKey, 1_000) }
      for stos in [40_000, 22_300] as [UInt64] {
        let node = node(PublicKey.arbitrary(from: &random), stos)
        nodes.append(node.id)
        draft.resourceNodes.append(
          GenesisResourceNode(node: node, services: 4, capacityBytes: 1, region: "north"))
      }
      draft.accounts = [
        Genesis.Account(address: wallet.address, balance: Wei(stos: 59_000_000 - 69_300))
      ]
      return draft
    }

    func approvals(of digest: Digest) throws -> ABIBytes {
      let signed = try metas.prefix(5).map { secret in
        let key = try PrivateKey(secret)
        return (signer: Address(of: key.publicKey), signature: key.sign(digest))
      }
      return ABIBytes(
        signed.sorted { $0.signer < $1.signer }.flatMap { $0.signature.bytes.array })
    }
  }

  @Test("From genesis through signed transactions, every claim to the wei")
  func transactions() throws {
    var cast = try Cast()
    var devnet = try Devnet(try cast.draft())
    func succeed(_ transactions: [Recovered<Transaction>], closing: Bool = false) throws {
      let block = devnet.execute(transactions, isClosing: closing)
      for receipt in block.receipts {
        guard case .succeeded = receipt.outcome else {
          Issue.record("\(receipt.outcome)")
          return
        }
      }
    }
    let prepay = calldata(
      "prepay(address,uint256)", cast.consumer.address, UInt256(693_000_000_000_000 as UInt64))
    try succeed(
      [
        try cast.wallet.sign(
          to: Address(protocol: 0x1005), value: Wei(stos: 700), data: prepay)
      ], closing: true)
    let vouchers = try zip(cast.nodes, [75, 25] as [UInt128]).map {
      try cast.consumer.voucher($1 * 1_000_000_000_000, by: $0, in: 1)
    }
    let report = calldata(
      SignedVoucher.reportMethod,
      1 as UInt64, 0 as UInt32, vouchers,
      try cast.approvals(of: vouchers.pageDigest(of: 1, page: 0)))
    try succeed([try cast.wallet.sign(to: Fleet.traffic, data: report)])
    for _ in 0..<2 { try succeed([], closing: true) }
    var withdrawals: [Recovered<Transaction>] = []
    for node in cast.nodes {
      let data = calldata("withdrawNodeRewards(address,uint32)", node, 10 as UInt32)
      withdrawals.append(try cast.wallet.sign(to: Fleet.traffic, data: data))
    }
    for secret in cast.metas {
      let node = Address(of: try PrivateKey(secret).publicKey)
      let data = calldata("withdrawMetaRewards(address)", node)
      withdrawals.append(try cast.wallet.sign(to: Fleet.traffic, data: data))
    }
    #expect(devnet.wei(cast.owner) == 0)
    try succeed(withdrawals)
    let a = 36 * Fleet.stos + 45_388_388_373_819_261_501
    let b = 12 * Fleet.stos + 15_129_462_791_273_087_167
    let seat = 2_285_714_285_714_285_714 + 2_881_802_436_432_968_984 as UInt128
    #expect(devnet.wei(cast.owner) == a + b + 7 * seat)
    #expect(
      devnet.wei(ModuleAccount.unissuedPrepay.address) == 598_118_095_681_662_712_680)
    #expect(devnet.wei(ModuleAccount.miningReserve.address) == 39_999_920 * Fleet.stos)
    #expect(try devnet.supply() == Genesis.supply.units)
  }
}
