import Chain
import Codec
import Cryptography
import Foundation
import Ledger
import Node
import RPC
import State
import TestSupport
import Testing

@Suite struct GenesisFileTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Genesis")

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  private func refusal(of text: String) -> GenesisFileError? {
    do {
      _ = try GenesisFile.block(decoding: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `the development network can be started`() throws {
    let block = try GenesisFile.block(decoding: Array(try Self.text("devnet.json").utf8))
    let genesis = block.genesis
    #expect(genesis.chainID == ChainID(20_480))
    #expect(genesis.time == Timestamp(1_767_225_600_000))
    #expect(genesis.miningReserve == Wei(stos: 40_000_000))
    #expect(genesis.validatorSet.totalPower == Power(4_000_000_000))
    // The first account of the phrase that every development tool knows.
    let known = try Address(text: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
    let tester = try #require(genesis.accounts.first { $0.address == known })
    #expect(tester.balance == Wei(stos: 1_000_000))
    #expect(genesis.metaNodes.count == 4 && genesis.resourceNodes.count == 3)
    #expect(genesis.deposits.map(\.units).reduce(0, +) == Wei(stos: 6_000).units)
    #expect(genesis.tokens.map(\.symbol) == ["DUSD"] && genesis.pools.map(\.symbol) == ["DUSD"])
    var state = InMemoryState()
    state.apply(block.changes)
    #expect(block.header.executedStateRoot == state.root)
    #expect(block.genesisHash == genesis.hash(stateRoot: state.root))
  }

  @Test func `the network like the original can be started`() throws {
    let genesis = try GenesisFile.decode(Array(try Self.text("mainnet-like.json").utf8))
    #expect(genesis.chainID == ChainID(20_482))
    #expect(genesis.mined == Wei(stos: 1_000_000))
    #expect(genesis.epochLengthMilliseconds == 600_000)
    #expect(genesis.parameters == ChainParameters())
    #expect(genesis.validators.count == 7)
    #expect(genesis.metaNodes.map(\.deposit) == Array(repeating: Wei(stos: 9_900), count: 7))
    #expect(genesis.weiPerNoz == 1_000_000)
    _ = try GenesisBlock(genesis)
  }

  @Test func `each parameter of the chain stands in both files`() throws {
    for name in ["devnet.json", "mainnet-like.json"] {
      let file = try JSONSerialization.jsonObject(with: Data(try Self.text(name).utf8))
      let parameters = (file as? [String: Any])?["parameters"] as? [String: Any]
      #expect(parameters?.count == Mirror(reflecting: ChainParameters()).children.count)
    }
  }

  @Test func `both forms of an address name one account`() throws {
    let text = try Self.text("devnet.json")
    let address = try Address(text: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
    let other = text.replacing("\(address)", with: address.bech32())
    #expect(other != text)
    #expect(
      try GenesisFile.decode(Array(other.utf8)) == GenesisFile.decode(Array(text.utf8)))
  }

  @Test func `the rest follows from what all others have`() throws {
    let text = try Self.text("devnet.json")
    let genesis = try GenesisFile.decode(
      Array(text.replacing("\"stake\": \"1000000stos\"", with: "\"stake\": \"2stos\"").utf8))
    let rich = try Address(text: "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720")
    #expect(
      genesis.accounts.first { $0.address == rich }?.balance == Wei(stos: 50_893_992))
    let exact = text.replacing("\"rest\"", with: "\"46894000stos\"")
    #expect(
      try GenesisFile.decode(Array(exact.utf8)) == GenesisFile.decode(Array(text.utf8)))
  }

  /// What is changed in the development network's file, and what the message must say.
  private static let spoiled: [(old: String, new: String, message: String)] = [
    ("\"mined\": \"0stos\",", "", "mined is missing"),
    ("\"minSlots\": 4,", "", "parameters.minSlots is missing"),
    ("\"moniker\": \"validator 2\", ", "", "validators[2].moniker is missing"),
    ("\"mined\"", "\"minted\"", "'minted' is not known; what can stand there: chainId, time,"),
    ("\"minSlots\"", "\"minSlot\"", "'parameters.minSlot' is not known"),
    ("\"moniker\": \"validator 2\"", "\"name\": \"\"", "'validators[2].name' is not known"),
    ("\"mined\"", "\"time\": 0, \"mined\"", "time stands there twice"),
    (
      "\"minSlots\"", "\"m\\u0069nSlots\": 3, \"minSlots\"",
      "parameters.minSlots stands there twice"
    ),
    ("\"moniker\": \"validator 2\"", "\"stake\": \"\"", "validators[2].stake stands there twice"),
    ("20480", "2048", "chainId is 2048; allowed: 1 to 4294967295, except 2047 and 2048"),
    ("20480", "\"20480\"", "chainId must be a whole number, and it is a string"),
    ("20480", "20480.5", "chainId must be a whole number, and it is a number that is no integer"),
    ("20480", "-1", "chainId is '-1': allowed is 0 to 18446744073709551615"),
    ("20480", "true", "chainId must be a whole number, and it is a boolean"),
    ("20480", "99999999999999999999", "chainId must be a whole number, and it is a number that is"),
    ("60000,", "999,", "epochLengthMs is 999; allowed: 1000 to 86400000"),
    ("\"2026-01-01T00:00:00Z\"", "1767225600", "time must be a string, and it is an integer"),
    ("01T00:00:00Z", "01", "time is '2026-01-01': a time is a second in UTC since 1970, such as"),
    ("01T00:00:00Z", "32T00:00:00Z", "time is '2026-01-32T00:00:00Z': a time is a second"),
    ("00:00Z", "00:00+01:00", "time is '2026-01-01T00:00:00+01:00': a time is a second"),
    ("2026-", "99999999999999999999-", "time is '99999999999999999999-01-01T00:00:00Z': a time is"),
    ("2026-", "1969-", "time is '1969-01-01T00:00:00Z': a time is a second in UTC since 1970"),
    ("\"minSlots\": 4", "\"minSlots\": 0", "parameters.minSlots is 0; allowed: 1 to 1024"),
    ("\"1stos\"", "1", "parameters.minSelfStake must be a string, and it is an integer"),
    ("\"1stos\"", "\"1 stos\"", "parameters.minSelfStake is '1 stos': an amount ends in its unit"),
    ("\"1stos\"", "\"100000001stos\"", "parameters.minSelfStake is 100000001stos; allowed: at"),
    ("\"40000000stos\"", "\"39000000stos\"", "miningReserve and mined is 39000000stos and 0stos; "),
    ("\"rest\"", "\"46894001stos\"", "is 100000001stos together; allowed: exactly the supply"),
    ("\"rest\"", "\"1000000stos\"", "is 54106000stos together; allowed: exactly the supply"),
    ("\"rest\"", "\"Rest\"", "accounts[9].balance is 'Rest': an amount is a decimal number"),
    ("\"rest\"", "null", "accounts[9].balance must be a string, and it is null"),
    (
      "C8\", \"balance\": \"1000000stos\"", "C8\", \"balance\": \"rest\"",
      "accounts[9].balance is 'rest': accounts[1].balance is the rest already"
    ),
    (
      "\"stake\": \"1000000stos\"", "\"stake\": \"90000000stos\"",
      "accounts[9].balance is 'rest': nothing is left, for the others have more than the supply"
    ),
    ("0x70997970C51812dc3A", "0x70997970c51812dc3A", "accounts[1].address is '0x70997970c51812"),
    ("0x70997970C51812dc3A", "70997970C51812dc3A", "accounts[1].address is '70997970C51812dc3A"),
    (
      "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      "accounts[1].address is 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266; allowed: each once, "
    ),
    (
      "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x0000000000000000000000000000000000002001",
      "accounts is 0x0000000000000000000000000000000000002001; allowed: no address that the"
    ),
    (
      "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a", "0x0000000000000000000000000000000000002001",
      "validators is 0x0000000000000000000000000000000000002001; allowed: no account that the"
    ),
    (
      "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a", "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
      "validators[2].account is 0xBcd4042DE499D14e55001CcbB24a551F3b954096; allowed: each once"
    ),
    (
      "0x02abca850bc9472d92402203e9cbafc2e8dedb19f1103911a62b11ba2a4370e635",
      "0x02ecc9c3f6303fddcd44f5c9ecaa225eafaa18b8464a022389a4c4be474e4557a9",
      "validators[2].consensusKey is 0x02ecc9c3f6303fddcd44f5c9ecaa225eafaa18b8464a022389a4c4be47"
    ),
    ("0x02abca85", "0x05abca85", "validators[2].consensusKey is '0x05abca850bc9472d92402203e9cbaf"),
    ("0x02abca85", "0xabca85", "validators[2].consensusKey is '0xabca850bc9472d92402203e9cbafc2e8"),
    (
      "0x02abca85", "0x02zzca85", "validators[2].consensusKey is '0x02zzca850bc9472d92402203e9cbafc"
    ),
    (
      "\"commissionBp\": 500, \"moniker\": \"validator 2\"",
      "\"commissionBp\": 10001, \"moniker\": \"\"",
      "validators[2].commissionBp is 10001; allowed: 0 to 10000"
    ),
    (
      "\"commissionBp\": 500, \"moniker\": \"validator 2\"",
      "\"commissionBp\": 65536, \"moniker\": \"\"",
      "validators[2].commissionBp is '65536': allowed is 0 to 65535"
    ),
    (
      "validator 2", String(repeating: "a", count: 71), "validators[2].moniker is 71 bytes; allowed"
    ),
    ("\"weiPerNoz\": 1000000", "\"weiPerNoz\": 0", "weiPerNoz is 0; allowed: 1 to 1000000000000"),
    (
      "\"recordEpochs\": 1100", "\"recordEpochs\": 1012",
      "parameters.recordEpochs is 1012; allowed"
    ),
    (
      "\"minDeposit\": \"1stos\"", "\"minDeposit\": \"0wei\"",
      "parameters.minDeposit is 0stos; all"
    ),
    (
      "\"deposit\": \"600stos\"", "\"deposit\": \"1wei\"",
      "resourceNodes[1].deposit is 1wei; allowed"
    ),
    ("\"services\": 4", "\"services\": 8", "resourceNodes[0].services is 8; allowed: 1 to 7"),
    ("\"region\": \"north\", ", "", "resourceNodes[0].region is missing"),
    ("\"moniker\": \"meta node 1\"", "\"services\": 4", "'metaNodes[1].services' is not known"),
    ("\"cap\": \"1000", "\"cap\": \"+1", "tokens[0].cap is '+1000000000000': a number of units is"),
    ("\"cap\": \"1", "\"cap\": \"01", "tokens[0].cap is '01000000000000000': a number of units is"),
    ("\"amount\": \"1000000000000\"", "\"amount\": \"\"", "tokens[0].holdings[0].amount is ''"),
    (
      "\"amount\": \"1000000000000\"", "\"amount\": 1",
      "tokens[0].holdings[0].amount must be a string"
    ),
    (
      "\"cap\": \"1000000000000000\"", "\"cap\": \"2000000000000\"",
      "tokens[0].holdings[1].amount is 1000000000000; allowed: no more in holdings and pool"
    ),
    (
      "\"token\": \"DUSD\"", "\"token\": \"EUSD\"",
      "pools[0].token is EUSD; allowed: the symbol of a"
    ),
    ("\"accounts\": [", "\"accounts\": [ [],", "accounts[0] must be an object, and it is an array"),
    ("\"parameters\": {", "\"parameters\": 1, \"x\": {", "'x' is not known"),
    ("\"validators\": [", "\"validators\": {}, \"y\": [", "'y' is not known"),
    ("{\n  \"chainId\"", "[{\n  \"chainId\"", "the file must be JSON in UTF-8, and it is not"),
  ]

  @Test(arguments: spoiled)
  func `what is wrong is named with its place`(
    old: String, new: String, message: String
  ) throws {
    let text = try Self.text("devnet.json")
    let changed = text.replacing(old, with: new, maxReplacements: old.contains("stake") ? .max : 1)
    #expect(changed != text)
    let error = try #require(refusal(of: changed))
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test func `a list is no object, and an object no list`() throws {
    #expect(
      refusal(of: "[]")
        == .json(.wrongKind(path: "the file", found: "an array", expected: "an object")))
    let text = try Self.text("devnet.json")
    let start = try #require(text.range(of: "\"validators\": "))
    #expect(
      refusal(of: text[..<start.upperBound] + "{}}")
        == .json(.wrongKind(path: "validators", found: "an object", expected: "an array")))
    #expect(
      refusal(of: text[..<start.upperBound] + "[]}").map { "\($0)".hasPrefix("validators is 0") }
        == true)
  }

  @Test func `no part of a file is a file`() throws {
    let bytes = Array(try Self.text("devnet.json").utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      let error = JSONError(reason: .incomplete, offset: count)
      #expect(throws: GenesisFileError.json(.notJSON(error))) {
        try GenesisFile.decode(Array(bytes.prefix(count)))
      }
    }
    #expect(throws: GenesisFileError.tooLarge(limitBytes: GenesisFile.sizeBytesMax)) {
      try GenesisFile.decode(bytes + [UInt8](repeating: 0x20, count: GenesisFile.sizeBytesMax))
    }
  }

  @Test(arguments: Seeds.many)
  func `a file with changed bytes is refused or is a genesis`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bytes = Array(try Self.text("devnet.json").utf8)
    for _ in 0..<20 {
      var changed = bytes
      for _ in 0..<random.number(in: 1...3) {
        changed[random.number(in: 0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
      }
      guard let genesis = try? GenesisFile.decode(changed) else { continue }
      #expect(try Genesis(canonicalBytes: genesis.canonicalBytes.span) == genesis)
    }
  }
}
