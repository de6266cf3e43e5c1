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

  package init() {}

  /// The bounds that neither genesis nor a vote can leave.
  func check() throws(GenesisError) {
    try GenesisError.check("parameters.protocolVersion", protocolVersion, in: 1...1)
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
  }
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
  }
}
