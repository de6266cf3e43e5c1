import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct GenesisTests {
  private func error(_ spoil: (inout GenesisDraft) -> Void) -> GenesisError? {
    var draft = GenesisDraft(validatorCount: 3)
    spoil(&draft)
    do throws(GenesisError) {
      _ = try draft.validated()
      return nil
    } catch {
      return error
    }
  }

  @Test func `the draft the other tests spoil is valid`() throws {
    let genesis = try GenesisDraft(validatorCount: 3).validated()
    #expect(try Genesis(canonicalBytes: genesis.canonicalBytes.span) == genesis)
    #expect(genesis.validatorSet.totalPower == Power(3_000_000_000))
  }

  @Test func `each broken rule names its field, the value and what is allowed`() {
    #expect(error { $0.chainID = ChainID(2048) }?.field == "chainId")
    #expect(error { $0.chainID = ChainID(0) }?.field == "chainId")
    #expect(error { $0.time = .zero }?.field == "time")
    #expect(
      error { $0.epochLengthMilliseconds = 999 }
        == GenesisError(
          field: "epochLengthMs", value: "999", allowed: "1000 to 86400000"))
    #expect(
      error { $0.parameters.protocolVersion = 2 }
        == GenesisError(field: "parameters.protocolVersion", value: "2", allowed: "1"))
    #expect(
      error { $0.parameters.minBlockIntervalMilliseconds = 2_000 }?.field
        == "parameters.emptyBlockIntervalMs")
    #expect(error { $0.parameters.validatorsMax = 257 }?.field == "parameters.maxValidators")
    #expect(error { $0.parameters.validatorsMax = 2 }?.field == "validators")
    #expect(error { $0.validators = [] }?.field == "validators")
    #expect(error { $0.validators.append($0.validators[0]) }?.field == "validators[3].account")
    #expect(error { $0.accounts.append($0.accounts[0]) }?.field == "accounts[1].address")
    let supply = "accounts, validators, nodes, pools and miningReserve"
    #expect(error { $0.accounts = [] }?.field == supply)
    #expect(error { $0.miningReserve = .zero }?.field == "miningReserve and mined")
    #expect(error { $0.mined = Wei(1) }?.field == "miningReserve and mined")
    #expect(error { $0.mined = Wei(.max) }?.field == "miningReserve and mined")
  }

  @Test func `each broken rule of a validator names it`() {
    func spoiled(_ change: (GenesisValidator) -> GenesisValidator) -> String? {
      error { $0.validators[1] = change($0.validators[1]) }?.field
    }
    func copy(
      _ validator: GenesisValidator, stake: Wei? = nil, commission: UInt16? = nil,
      moniker: String? = nil, endpoint: String? = nil
    ) -> GenesisValidator {
      GenesisValidator(
        account: validator.account, key: validator.key, stake: stake ?? validator.stake,
        commissionBasisPoints: commission ?? validator.commissionBasisPoints,
        moniker: moniker ?? validator.moniker, endpoint: endpoint ?? validator.endpoint)
    }
    #expect(spoiled { copy($0, stake: Wei(1)) } == "validators[1].stake")
    #expect(spoiled { copy($0, stake: Wei(.max)) } == "validators[1].stake")
    #expect(
      spoiled { copy($0, commission: 10_001) } == "validators[1].commissionBp")
    #expect(
      spoiled { copy($0, moniker: String(repeating: "a", count: 71)) }
        == "validators[1].moniker")
    #expect(spoiled { copy($0, moniker: "a\u{1B}[31m") } == "validators[1].moniker")
    #expect(
      spoiled { copy($0, endpoint: String(repeating: "a", count: 256)) }
        == "validators[1].endpoint")
  }

  @Test func `everything in a genesis changes its hash`() throws {
    let genesis = try GenesisDraft(validatorCount: 3).validated()
    let root = Digest(FixedBytes(repeating: 1))
    var hashes: Set<Digest> = [genesis.hash(stateRoot: root), genesis.hash(stateRoot: .zero)]
    let changes: [(inout GenesisDraft) -> Void] = [
      { $0.chainID = ChainID(20_482) }, { $0.time = $0.time.next },
      { $0.epochLengthMilliseconds += 1 }, { $0.parameters.blockGasLimit = Gas(1_000_000) },
      { $0.accounts = [Genesis.Account(address: .zero, balance: $0.accounts[0].balance)] },
      { $0.validators.swapAt(0, 1) },
      { draft in
        draft.miningReserve = Wei(stos: 39_000_000)
        draft.mined = Wei(stos: 1_000_000)
        draft.accounts.append(Genesis.Account(address: .zero, balance: Wei(stos: 1_000_000)))
      },
    ]
    for change in changes {
      var draft = GenesisDraft(validatorCount: 3)
      change(&draft)
      hashes.insert(try draft.validated().hash(stateRoot: root))
    }
    // All but the swap, since the order in which validators are listed means nothing.
    #expect(hashes.count == changes.count + 1)
  }

  @Test func `the genesis header follows from genesis and state root`() throws {
    let genesis = try GenesisDraft(validatorCount: 3).validated()
    let header = genesis.header(stateRoot: .zero)
    #expect(header.height == .zero)
    #expect(header.epoch == .zero)
    #expect(header.time == genesis.time)
    #expect(header.transactionsRoot == Keccak256.hash(""))
    #expect(header.validatorSetHash == genesis.validatorSet.hash)
    #expect(header.nextValidatorSetHash == genesis.validatorSet.hash)
    #expect(header.hash != genesis.hash(stateRoot: .zero))
  }
}
