package import Codec

/// What a network chooses for itself at genesis, each within hard bounds.
///
/// Errors name a parameter as genesis files and proposals do.
package struct ChainParameters: Hashable, Sendable {
  /// The rules in force; a node that does not know them stops.
  package var protocolVersion: UInt64 = 1
  /// How much gas the transactions of one block may ask for.
  package var blockGasLimit: Gas = Gas(600_000_000)
  /// How many bytes the transactions of one block may have.
  package var bodySizeBytesMax: UInt64 = UInt64(ProtocolLimits.bodySizeBytesMax)
  /// The least time between receiving a block and proposing the next.
  package var minBlockIntervalMilliseconds: UInt64 = 50
  /// How long a leader without transactions waits before it proposes an empty block.
  package var emptyBlockIntervalMilliseconds: UInt64 = 1_000
  /// The most members of a validator set.
  package var validatorsMax: UInt64 = 100
  /// What an operator itself must have at stake for the validator to be chosen.
  package var selfStakeMin = Wei(stos: 1)
  /// How long stake that leaves is held back, and can be slashed; at 10 minutes each, 21 days.
  package var unbondingEpochs: UInt64 = 3_024
  /// How many slots a validator must have had to be jailed for missing all of them.
  package var missedSlotsMin: UInt64 = 4
  /// How long a proposal is open to votes; at 10 minutes each, 7 days.
  package var votingEpochs: UInt64 = 1_008
  /// What a resource node must deposit.
  package var nodeDepositMin = Wei(stos: 1)
  /// What a meta node must deposit to be seated.
  package var metaDepositMin = Wei(stos: 1_000)
  /// How long the deposit of a removed node is held back; at 10 minutes each, 14 days.
  package var nodeUnbondingEpochs: UInt64 = 2_016
  /// How many epochs after it has ended the traffic of an epoch can be reported.
  package var reportEpochs: UInt64 = 6
  /// How long rewards wait for withdrawal, counted from the epoch that settled them.
  package var maturityEpochs: UInt64 = 2_016
  /// How long what an epoch settled is kept, and can be claimed.
  package var recordEpochs: UInt64 = 4_032
  /// What the community pool takes of the traffic part of rewards.
  package var communityTaxBasisPoints: UInt64 = 200
  /// What the owners of files get of the traffic that carries them.
  package var contentShareBasisPoints: UInt64 = 1_000
  /// How much is minted at most for what consumers paid; 0, only in genesis, for no such limit.
  package var subsidyCapBasisPoints: UInt64 = 2_500
  /// What storing a byte for an epoch costs, in noz: a fraction.
  ///
  /// By default, keeping it for 30 days costs as much as moving it once.
  package var storageRateNumerator: UInt64 = 1
  package var storageRateDenominator: UInt64 = 4_320
  /// How long an expired file can be renewed.
  package var graceEpochs: UInt64 = 1_008

  package init() {}

  /// The newest version of the rules that this code follows.
  package static let protocolVersionKnown: UInt64 = 1

  /// The bounds that neither genesis nor a vote can leave.
  func check() throws(GenesisError) {
    try GenesisError.check(
      "parameters.protocolVersion", protocolVersion, in: 1...Self.protocolVersionKnown)
    try GenesisError.check(
      "parameters.blockGasLimit", blockGasLimit.units, in: 1_000_000...10_000_000_000)
    try GenesisError.check(
      "parameters.bodySizeBytesMax", bodySizeBytesMax,
      in: UInt64(ProtocolLimits.transactionSizeBytesMax)...UInt64(ProtocolLimits.bodySizeBytesMax))
    try GenesisError.check(
      "parameters.minBlockIntervalMs", minBlockIntervalMilliseconds, in: 1...10_000)
    try GenesisError.check(
      "parameters.emptyBlockIntervalMs", emptyBlockIntervalMilliseconds,
      in: minBlockIntervalMilliseconds...60_000)
    try GenesisError.check(
      "parameters.maxValidators", validatorsMax, in: 1...UInt64(ProtocolLimits.validatorsMax))
    guard selfStakeMin <= Genesis.supply else {
      throw GenesisError(
        field: "parameters.minSelfStake", value: selfStakeMin.text, allowed: "at most the supply")
    }
    try GenesisError.check("parameters.unbondingEpochs", unbondingEpochs, in: 1...52_560)
    try GenesisError.check("parameters.minSlots", missedSlotsMin, in: 1...1_024)
    try GenesisError.check("parameters.votingEpochs", votingEpochs, in: 1...52_560)
    try checkTraffic()
  }

  private func checkTraffic() throws(GenesisError) {
    for (field, amount) in [("minDeposit", nodeDepositMin), ("minMetaDeposit", metaDepositMin)]
    where amount == .zero || amount > Genesis.supply {
      throw GenesisError(
        field: "parameters.\(field)", value: amount.text, allowed: "1wei to the supply")
    }
    try GenesisError.check("parameters.nodeUnbondingEpochs", nodeUnbondingEpochs, in: 1...52_560)
    try GenesisError.check("parameters.reportEpochs", reportEpochs, in: 1...Self.reportEpochsMax)
    try GenesisError.check("parameters.maturityEpochs", maturityEpochs, in: 1...52_560)
    try GenesisError.check(
      "parameters.recordEpochs", recordEpochs,
      in: (maturityEpochs + Self.claimEpochsMin)...105_120)
    try GenesisError.check(
      "parameters.communityTaxBp", communityTaxBasisPoints, in: 0...1_000)
    try GenesisError.check(
      "parameters.contentShareBp", contentShareBasisPoints, in: 0...5_000)
    try GenesisError.check(
      "parameters.subsidyCapBp", subsidyCapBasisPoints, in: 0...2_500)
    try GenesisError.check(
      "parameters.storageRateNumerator", storageRateNumerator, in: 0...1_000_000)
    try GenesisError.check(
      "parameters.storageRateDenominator", storageRateDenominator, in: 1...1_000_000_000)
    try GenesisError.check("parameters.graceEpochs", graceEpochs, in: 1...52_560)
  }

  /// How late traffic can be reported at most, whatever a vote says.
  package static let reportEpochsMax: UInt64 = 144

  /// How long at least matured rewards can be claimed.
  package static let claimEpochsMin: UInt64 = 1_008
}

extension ChainParameters: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(protocolVersion)
    writer.write(blockGasLimit)
    writer.write(bodySizeBytesMax)
    writer.write(minBlockIntervalMilliseconds)
    writer.write(emptyBlockIntervalMilliseconds)
    writer.write(validatorsMax)
    writer.write(selfStakeMin)
    writer.write(unbondingEpochs)
    writer.write(missedSlotsMin)
    writer.write(votingEpochs)
    writer.write(nodeDepositMin)
    writer.write(metaDepositMin)
    writer.write(nodeUnbondingEpochs)
    writer.write(reportEpochs)
    writer.write(maturityEpochs)
    writer.write(recordEpochs)
    writer.write(communityTaxBasisPoints)
    writer.write(contentShareBasisPoints)
    writer.write(subsidyCapBasisPoints)
    writer.write(storageRateNumerator)
    writer.write(storageRateDenominator)
    writer.write(graceEpochs)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    protocolVersion = try reader.read(in: bytes)
    blockGasLimit = try Gas(from: &reader, in: bytes)
    bodySizeBytesMax = try reader.read(in: bytes)
    minBlockIntervalMilliseconds = try reader.read(in: bytes)
    emptyBlockIntervalMilliseconds = try reader.read(in: bytes)
    validatorsMax = try reader.read(in: bytes)
    selfStakeMin = try Wei(from: &reader, in: bytes)
    unbondingEpochs = try reader.read(in: bytes)
    missedSlotsMin = try reader.read(in: bytes)
    votingEpochs = try reader.read(in: bytes)
    nodeDepositMin = try Wei(from: &reader, in: bytes)
    metaDepositMin = try Wei(from: &reader, in: bytes)
    nodeUnbondingEpochs = try reader.read(in: bytes)
    reportEpochs = try reader.read(in: bytes)
    maturityEpochs = try reader.read(in: bytes)
    recordEpochs = try reader.read(in: bytes)
    communityTaxBasisPoints = try reader.read(in: bytes)
    contentShareBasisPoints = try reader.read(in: bytes)
    subsidyCapBasisPoints = try reader.read(in: bytes)
    storageRateNumerator = try reader.read(in: bytes)
    storageRateDenominator = try reader.read(in: bytes)
    graceEpochs = try reader.read(in: bytes)
  }
}
