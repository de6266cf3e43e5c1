import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Calls about stake and votes, and the choice between all calls.
extension History {
  mutating func drawnCall() throws -> PlannedCall {
    let person = random.number(in: 0...Self.peopleCount - 1)
    return switch random.number(in: 0...39) {
    case 0...2: payment(by: person)
    case 3...5: tokenCall(by: person)
    case 6...7: liquidityCall(by: person)
    case 8...9: swapCall(by: person)
    case 10...14: stakeCall(by: person)
    case 15...16: operatorCall(by: person)
    case 17...18: governanceCall(by: random.number(in: 0...Self.operatorCount))
    case 19: arbitraryCall(by: person)
    case 20...24: try nodeCall(by: person)
    case 25...29: try fileCall(by: person)
    case 30...34: try trafficCall(by: person)
    default: prepayCall(by: person)
    }
  }

  private mutating func payment(by person: Int) -> PlannedCall {
    let value = random.happens(oneIn: 10) ? random.unsigned() : random.unsigned() % stos
    return PlannedCall(
      sender: person, recipient: anybody(), data: random.bytes(count: 0...3), value: value)
  }

  private var stos: UInt128 { 1_000_000_000_000_000_000 }

  private mutating func arbitraryCall(by person: Int) -> PlannedCall {
    let faces =
      tokens.prefix(2).map { ($0, Contracts.faces[0]) }
      + pools.prefix(2).map { ($0, Contracts.faces[1]) }
    let targets = Contracts.placed.map { ($0.address, $0.contract) } + faces
    let (address, contract) = targets[random.number(in: 0...targets.count - 1)]
    let method = contract.methods[random.number(in: 0...contract.methods.count - 1)]
    let known = wallets.map(\.address) + targets.map(\.0) + [.zero]
    let data = ArbitraryCalldata(addresses: known).data(for: method, from: &random)
    let value = random.happens(oneIn: 4) ? random.unsigned(UInt128.self) : 0
    return PlannedCall(sender: person, recipient: address, data: data, value: value)
  }

  private func staking(_ person: Int, _ data: [UInt8], value: UInt128 = 0) -> PlannedCall {
    PlannedCall(sender: person, recipient: Stakers.staking, data: data, value: value)
  }

  private mutating func anyOperator() -> Address {
    wallets[random.number(in: 0...Self.operatorCount)].address
  }

  private mutating func stakeCall(by person: Int) -> PlannedCall {
    // The same few delegators, so that their stake has a story.
    let person = person % 4 + 4
    let (one, other) = (anyOperator(), anyOperator())
    let wei =
      random.happens(oneIn: 12) ? random.uint256() : UInt256(random.unsigned() % (90 * stos))
    switch random.number(in: 0...8) {
    case 0...2:
      let value = random.happens(oneIn: 12) ? 0 : random.unsigned() % (4_000 * stos)
      return staking(person, calldata("delegate(address)", one), value: value)
    case 3...4:
      return staking(person, calldata("undelegate(address,uint256)", one, wei))
    case 5...6:
      return staking(person, calldata("redelegate(address,address,uint256)", one, other, wei))
    default:
      return staking(person, calldata("withdrawReward(address)", one))
    }
  }

  private mutating func operatorCall(by person: Int) -> PlannedCall {
    let person = random.number(in: 0...Self.operatorCount + 1)
    switch random.number(in: 0...7) {
    case 0: return newKey(by: person)
    case 1:
      let commission = random.happens(oneIn: 2) ? UInt16(random.number(in: 0...10_010)) : 0
      let data = calldata("editValidator(uint16,string,string)", commission, "m", "e:2")
      return staking(person, data)
    case 2: return staking(person, calldata("withdrawCommission()"))
    case 3...4:
      let prisoner = wallets.firstIndex { $0.address == jailed.first }
      let isAnybody = random.happens(oneIn: 4)
      return staking(isAnybody ? person : prisoner ?? person, calldata("unjail()"))
    case 5: return evidence(by: person)
    default: return newValidator(by: person)
    }
  }

  /// A key with the proof that somebody has it; now and then one that is taken.
  private mutating func provenKey(for person: Int) -> (key: ABIBytes, proof: ABIBytes) {
    if random.happens(oneIn: 3) {
      secrets.append(secrets[random.number(in: 0...secrets.count - 1)])
    } else {
      secrets.append(.arbitrary(from: &random))
    }
    guard let key = try? PrivateKey(secrets[secrets.count - 1]) else {
      return (ABIBytes([]), ABIBytes([]))
    }
    let possession = Possession(
      purpose: .consensus, account: wallets[person].address, key: key.publicKey)
    let proof = key.sign(possession.digest(on: network))
    return (ABIBytes(key.publicKey.compressed.array), ABIBytes(proof.bytes.array))
  }

  private mutating func newKey(by person: Int) -> PlannedCall {
    let (key, proof) = provenKey(for: person)
    return staking(person, calldata("rotateConsensusKey(bytes,bytes)", key, proof))
  }

  private mutating func newValidator(by person: Int) -> PlannedCall {
    let (key, proof) = provenKey(for: person)
    let data = calldata(
      "createValidator(bytes,bytes,uint16,string,string)", key, proof, 700 as UInt16, "n", "e:3")
    return staking(person, data, value: random.unsigned() % (300_000 * stos))
  }

  private mutating func evidence(by person: Int) -> PlannedCall {
    let offence = Epoch(epoch.units - min(epoch.units, UInt64(random.number(in: 0...6))))
    // The first two are never accused, so that somebody is left to serve.
    let secret = secrets[random.number(in: 2...secrets.count - 1)]
    let blocks = random.happens(oneIn: 4) ? [1, 1] : [1, 2] as [UInt8]
    let votes = blocks.map { byte in
      let candidate = Statement.Candidate(
        parentView: .zero, block: Digest(FixedBytes(repeating: byte)))
      let statement = Statement(epoch: offence, view: View(3), content: .notarize(candidate))
      guard let key = try? PrivateKey(secret), secrets.prefix(2).allSatisfy({ $0 != secret })
      else { return ABIBytes([]) }
      let vote = Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
      return ABIBytes(vote.canonicalBytes)
    }
    let data = calldata("submitEvidence(bytes,bytes)", votes[0], votes[1])
    return staking(person, random.happens(oneIn: 2) ? data : calldata("unjail()"))
  }

  private mutating func governanceCall(by person: Int) -> PlannedCall {
    let governance = Address(protocol: 0x1008)
    switch random.number(in: 0...10) {
    case 10:
      let node = random.happens(oneIn: 6) ? anybody() : cast.anyNode(from: &random)
      let data = calldata("proposeSeat(address,bool)", node, random.happens(oneIn: 2))
      return PlannedCall(sender: person, recipient: governance, data: data)
    case 0:
      let (name, value) = parameter()
      let data = calldata("propose(bytes32,uint256)", text(name), value)
      return PlannedCall(sender: person, recipient: governance, data: data)
    case 1:
      let wei = random.happens(oneIn: 3) ? amount() : UInt256(random.unsigned() % stos)
      let data = calldata("proposeSpend(address,uint256)", anybody(), wei)
      return PlannedCall(sender: person, recipient: governance, data: data)
    default:
      let count =
        (try? books.result(
          of: Call(sender: .zero, recipient: governance, block: question),
          data: calldata("proposalCount()").span)).map { UInt64($0[31]) + UInt64($0[30]) << 8 } ?? 0
      let number = count - min(count, UInt64(random.number(in: 1...2)))
      let data = calldata("vote(uint64,bool)", number, !random.happens(oneIn: 6))
      return PlannedCall(sender: person, recipient: governance, data: data)
    }
  }

  /// A parameter with a value that is within its bounds, or just beside them.
  private mutating func parameter() -> (name: String, value: UInt256) {
    let ranges: [(String, ClosedRange<Int>)] = [
      ("minSlots", 0...5), ("maxValidators", 3...9), ("blockGasLimit", 900_000...3_000_000),
      ("reportEpochs", 0...6), ("maturityEpochs", 0...12), ("recordEpochs", 1_000...1_040),
      ("communityTaxBp", 0...1_100), ("contentShareBp", 0...5_500), ("subsidyCapBp", 0...2_600),
      ("storageRateDenominator", 0...40), ("storageRateNumerator", 0...4),
      ("graceEpochs", 0...6), ("nothing", 0...1),
    ]
    guard !random.happens(oneIn: 12) else {
      return ("minSelfStake", UInt256(random.unsigned() % (300_000 * stos)))
    }
    let (name, range) = ranges[random.number(in: 0...ranges.count - 1)]
    return (name, UInt256(random.number(in: range).magnitude))
  }

  /// A block to ask questions in.
  var question: BlockContext {
    BlockContext(
      chainID: Self.chain, height: Height(1), epoch: epoch, time: time, proposer: .zero)
  }

  private func text(_ name: String) -> FixedBytes<32> {
    var bytes = FixedBytes<32>.zero
    for (index, byte) in name.utf8.enumerated() { bytes[index] = byte }
    return bytes
  }
}
