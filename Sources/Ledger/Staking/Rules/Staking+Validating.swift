import Chain
import Codec
import Cryptography

extension Staking {
  fileprivate static func check(
    commissionBp: UInt16, moniker: String, endpoint: String
  ) throws(Refusal) {
    guard commissionBp <= 10_000 else {
      throw Refusal("a commission is at most 10,000 bp, not \(commissionBp)")
    }
    try Refusal.check("moniker", moniker, sizeBytesMax: ProtocolLimits.monikerSizeBytesMax)
    try Refusal.check("endpoint", endpoint, sizeBytesMax: ProtocolLimits.endpointSizeBytesMax)
  }
}

extension Staking.CreateValidator {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    try Staking.check(commissionBp: commissionBp, moniker: moniker, endpoint: endpoint)
    let least = books[placed: Tables.parameters].selfStakeMin
    guard call.value >= least, call.value > .zero else {
      throw Refusal("a validator begins with at least \(least) wei, not \(call.value)")
    }
    let key = try call.provenKey(consensusKey, as: .consensus, by: proofOfPossession)
    let record = ValidatorRecord(
      key: key, commissionBasisPoints: commissionBp, commissionEpoch: call.block.epoch,
      moniker: moniker, endpoint: endpoint)
    try books.addValidator(record, of: call.sender)
    try books.delegate(call.value, from: call.sender, to: call.sender, in: call.block)
    return NoResult()
  }
}

extension Staking.EditValidator {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    try Staking.check(commissionBp: commissionBp, moniker: moniker, endpoint: endpoint)
    var record = try books.standingValidator(call.sender)
    if commissionBp > record.commissionBasisPoints {
      let elapsed = call.block.epoch.distance(from: record.commissionEpoch) ?? 0
      guard commissionBp - record.commissionBasisPoints <= Staking.commissionRiseBasisPointsMax,
        elapsed >= Staking.commissionRiseEpochs
      else {
        throw Refusal(
          """
          a commission rises at most \(Staking.commissionRiseBasisPointsMax) bp per \
          \(Staking.commissionRiseEpochs) epochs, and last did in epoch \(record.commissionEpoch)
          """)
      }
      record.commissionEpoch = call.block.epoch
    }
    record.commissionBasisPoints = commissionBp
    record.moniker = moniker
    record.endpoint = endpoint
    books[Tables.validators[call.sender]] = record
    books.emit(
      Staking.ValidatorEdited(
        validator: call.sender, commissionBp: commissionBp, moniker: moniker, endpoint: endpoint),
      by: Staking.address)
    return NoResult()
  }
}

extension Staking.RotateConsensusKey {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var record = try books.standingValidator(call.sender)
    let key = try call.provenKey(self.key, as: .consensus, by: proofOfPossession)
    try books.register(key, of: call.sender)
    record.key = key
    books[Tables.validators[call.sender]] = record
    books.emit(
      Staking.ConsensusKeyRotated(
        validator: call.sender, key: self.key, epoch: call.block.epoch.next.next.units),
      by: Staking.address)
    return NoResult()
  }
}

extension Staking.Unjail {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var record = try books.standingValidator(call.sender)
    guard case .jailed(let since) = record.standing else {
      throw Refusal("the validator of \(call.sender) is not jailed")
    }
    guard (call.block.epoch.distance(from: since) ?? 0) >= Staking.jailEpochs else {
      throw Refusal("jailed in epoch \(since): it takes \(Staking.jailEpochs) epochs to get out")
    }
    record.standing = .active
    record.isProven = false
    books[Tables.validators[call.sender]] = record
    books.emit(Staking.Unjailed(validator: call.sender), by: Staking.address)
    return NoResult()
  }
}

extension Staking.SubmitEvidence {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let (key, epoch) = try guilty(in: call.block)
    let hold = books[placed: Tables.parameters].unbondingEpochs
    guard let age = call.block.epoch.distance(from: epoch), age <= hold else {
      throw Refusal("evidence is of this epoch or the \(hold) before, and not of epoch \(epoch)")
    }
    guard let offender = books[Tables.consensusKeys[Address(of: key)]] else {
      throw Refusal("no validator ever had the consensus key \(key)")
    }
    var record = try books.standingValidator(offender)
    record.standing = .removed(since: call.block.epoch)
    try books.slash(
      &record, of: offender,
      by: Slash(epoch: epoch, partsPerMillion: Slash.equivocation))
    books[Tables.validators[offender]] = record
    books.emit(
      Staking.Removed(validator: offender, epoch: epoch.units), by: Staking.address)
    return NoResult()
  }

  /// Whose key made both votes, and in which epoch.
  private func guilty(in block: BlockContext) throws(Refusal) -> (PublicKey, Epoch) {
    let evidence: Evidence
    do throws(ByteError) {
      _ = try Vote(canonicalBytes: second.bytes.span)
      evidence = try Evidence(canonicalBytes: (first.bytes + second.bytes).span)
    } catch {
      throw Refusal("evidence is two votes of 81 or 121 bytes: \(error)")
    }
    do throws(EvidenceError) {
      return (try evidence.offender(on: block.network), evidence.first.statement.epoch)
    } catch {
      throw Refusal("the votes prove nothing: \(error)")
    }
  }
}
