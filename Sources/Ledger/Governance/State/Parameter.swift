import Chain
import Codec

/// A parameter that a vote can change, within bounds that it cannot.
enum Parameter: UInt16, CaseIterable {
  case protocolVersion = 1
  case blockGasLimit = 2
  case bodySizeBytesMax = 3
  case minBlockIntervalMs = 4
  case emptyBlockIntervalMs = 5
  case maxValidators = 6
  case minSelfStake = 7
  case unbondingEpochs = 8
  case minSlots = 9
  case votingEpochs = 10
  case minDeposit = 11
  case minMetaDeposit = 12
  case nodeUnbondingEpochs = 13
  case reportEpochs = 14
  case maturityEpochs = 15
  case recordEpochs = 16
  case communityTaxBp = 17
  case contentShareBp = 18
  case subsidyCapBp = 19
  case storageRateNumerator = 20
  case storageRateDenominator = 21
  case graceEpochs = 22

  /// The name as proposals have it: text, filled up with zeros.
  var name: FixedBytes<32> {
    var name = FixedBytes<32>.zero
    for (index, byte) in "\(self)".utf8.enumerated() { name[index] = byte }
    return name
  }

  init(named name: FixedBytes<32>) throws(Refusal) {
    guard let parameter = Self.allCases.first(where: { $0.name == name }) else {
      throw Refusal("there is no parameter \(name)")
    }
    self = parameter
  }

  var bounds: ClosedRange<UInt128> {
    switch self {
    case .protocolVersion: 1...65_535
    case .blockGasLimit: 1_000_000...10_000_000_000
    case .bodySizeBytesMax:
      UInt128(
        ProtocolLimits.transactionSizeBytesMax)...UInt128(ProtocolLimits.bodySizeBytesMax)
    case .minBlockIntervalMs: 1...10_000
    case .emptyBlockIntervalMs: 1...60_000
    case .maxValidators: 4...UInt128(ProtocolLimits.validatorsMax)
    case .minSelfStake: 1...Wei(stos: 1_000_000).units
    case .unbondingEpochs: 144...52_560
    case .minSlots: 1...1_024
    case .votingEpochs: 36...52_560
    case .minDeposit: 1_000_000...Wei(stos: 1_000_000).units
    case .minMetaDeposit: 1_000_000...Wei(stos: 1_000_000).units
    case .nodeUnbondingEpochs: 144...52_560
    case .reportEpochs: 1...UInt128(ChainParameters.reportEpochsMax)
    case .maturityEpochs: 1...52_560
    case .recordEpochs: 1_009...105_120
    case .communityTaxBp: 0...1_000
    case .contentShareBp: 0...5_000
    case .subsidyCapBp: 1...2_500
    case .storageRateNumerator: 0...1_000_000
    case .storageRateDenominator: 1...1_000_000_000
    case .graceEpochs: 1...52_560
    }
  }

  func value(in parameters: ChainParameters) -> UInt128 {
    switch self {
    case .protocolVersion: UInt128(parameters.protocolVersion)
    case .blockGasLimit: UInt128(parameters.blockGasLimit.units)
    case .bodySizeBytesMax: UInt128(parameters.bodySizeBytesMax)
    case .minBlockIntervalMs: UInt128(parameters.minBlockIntervalMilliseconds)
    case .emptyBlockIntervalMs: UInt128(parameters.emptyBlockIntervalMilliseconds)
    case .maxValidators: UInt128(parameters.validatorsMax)
    case .minSelfStake: parameters.selfStakeMin.units
    case .unbondingEpochs: UInt128(parameters.unbondingEpochs)
    case .minSlots: UInt128(parameters.missedSlotsMin)
    case .votingEpochs: UInt128(parameters.votingEpochs)
    case .minDeposit: parameters.nodeDepositMin.units
    case .minMetaDeposit: parameters.metaDepositMin.units
    case .nodeUnbondingEpochs: UInt128(parameters.nodeUnbondingEpochs)
    case .reportEpochs: UInt128(parameters.reportEpochs)
    case .maturityEpochs: UInt128(parameters.maturityEpochs)
    case .recordEpochs: UInt128(parameters.recordEpochs)
    case .communityTaxBp: UInt128(parameters.communityTaxBasisPoints)
    case .contentShareBp: UInt128(parameters.contentShareBasisPoints)
    case .subsidyCapBp: UInt128(parameters.subsidyCapBasisPoints)
    case .storageRateNumerator: UInt128(parameters.storageRateNumerator)
    case .storageRateDenominator: UInt128(parameters.storageRateDenominator)
    case .graceEpochs: UInt128(parameters.graceEpochs)
    }
  }

  /// Sets a value, or says which rule forbids it beside the other parameters.
  func set(_ value: UInt256, in parameters: inout ChainParameters) throws(Refusal) {
    guard value.high == 0, bounds.contains(value.low) else {
      throw Refusal("\(self) is \(bounds.lowerBound) to \(bounds.upperBound), not \(value)")
    }
    // Every bound but that of wei is far below 2⁶⁴.
    let number = UInt64(truncatingIfNeeded: value.low)
    var changed = parameters
    switch self {
    case .protocolVersion: changed.protocolVersion = number
    case .blockGasLimit: changed.blockGasLimit = Gas(number)
    case .bodySizeBytesMax: changed.bodySizeBytesMax = number
    case .minBlockIntervalMs: changed.minBlockIntervalMilliseconds = number
    case .emptyBlockIntervalMs: changed.emptyBlockIntervalMilliseconds = number
    case .maxValidators: changed.validatorsMax = number
    case .minSelfStake: changed.selfStakeMin = Wei(value.low)
    case .unbondingEpochs: changed.unbondingEpochs = number
    case .minSlots: changed.missedSlotsMin = number
    case .votingEpochs: changed.votingEpochs = number
    case .minDeposit: changed.nodeDepositMin = Wei(value.low)
    case .minMetaDeposit: changed.metaDepositMin = Wei(value.low)
    case .nodeUnbondingEpochs: changed.nodeUnbondingEpochs = number
    case .reportEpochs: changed.reportEpochs = number
    case .maturityEpochs: changed.maturityEpochs = number
    case .recordEpochs: changed.recordEpochs = number
    case .communityTaxBp: changed.communityTaxBasisPoints = number
    case .contentShareBp: changed.contentShareBasisPoints = number
    case .subsidyCapBp: changed.subsidyCapBasisPoints = number
    case .storageRateNumerator: changed.storageRateNumerator = number
    case .storageRateDenominator: changed.storageRateDenominator = number
    case .graceEpochs: changed.graceEpochs = number
    }
    guard changed.minBlockIntervalMilliseconds <= changed.emptyBlockIntervalMilliseconds else {
      throw Refusal("minBlockIntervalMs is at most emptyBlockIntervalMs")
    }
    guard changed.recordEpochs >= changed.maturityEpochs + ChainParameters.claimEpochsMin else {
      throw Refusal(
        "recordEpochs is at least maturityEpochs and \(ChainParameters.claimEpochsMin) more")
    }
    guard changed.protocolVersion >= parameters.protocolVersion else {
      throw Refusal("a protocol version never goes back")
    }
    parameters = changed
  }
}
