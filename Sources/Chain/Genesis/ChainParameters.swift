package import Codec

/// What a network chooses for itself at genesis, each within hard bounds.
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
      "parameters.minBlockIntervalMilliseconds", minBlockIntervalMilliseconds, in: 1...10_000)
    try GenesisError.check(
      "parameters.emptyBlockIntervalMilliseconds", emptyBlockIntervalMilliseconds,
      in: minBlockIntervalMilliseconds...60_000)
    try GenesisError.check(
      "parameters.validatorsMax", validatorsMax, in: 1...UInt64(ProtocolLimits.validatorsMax))
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
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    protocolVersion = try reader.read(in: bytes)
    blockGasLimit = try Gas(from: &reader, in: bytes)
    bodySizeBytesMax = try reader.read(in: bytes)
    minBlockIntervalMilliseconds = try reader.read(in: bytes)
    emptyBlockIntervalMilliseconds = try reader.read(in: bytes)
    validatorsMax = try reader.read(in: bytes)
  }
}
