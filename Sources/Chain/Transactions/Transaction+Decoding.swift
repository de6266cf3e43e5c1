import Codec
import Cryptography

extension Transaction {
  /// Decodes a raw transaction made for the given chain.
  package init(decoding raw: [UInt8], for chain: ChainID) throws(TransactionError) {
    guard raw.count <= ProtocolLimits.transactionSizeBytesMax else {
      throw .tooLarge(bytes: raw.count, limit: ProtocolLimits.transactionSizeBytesMax)
    }
    guard let first = raw.first else { throw .empty }
    switch first {
    case 0x01:
      try self.init(raw: raw, kind: .accessList, payload: 1..<raw.count, chain: chain)
    case 0x02:
      try self.init(raw: raw, kind: .dynamicFee, payload: 1..<raw.count, chain: chain)
    case 0x03:
      throw .blobTransaction
    case 0x04:
      throw .setCodeTransaction
    case 0xC0...0xFF:
      try self.init(raw: raw, kind: .legacy, payload: 0..<raw.count, chain: chain)
    default:
      throw .unknownType(first)
    }
  }

  /// Who receives a transaction that was decoded before; nothing if the bytes are none.
  package static func recipient(of raw: [UInt8]) -> Address? {
    let bytes = raw.span
    // A chain id, a nonce, one price or two, and a gas limit come before; or some of them.
    let (start, place) =
      switch raw.first {
      case 0x01: (1, 4)
      case 0x02: (1, 5)
      default: (0, 3)
      }
    var outer = RLPReader(range: start..<raw.count)
    guard var fields = try? outer.readList(in: bytes) else { return nil }
    for _ in 0..<place {
      guard (try? fields.readBytes(in: bytes)) != nil else { return nil }
    }
    return try? recipient(&fields, bytes)
  }

  private init(
    raw: [UInt8], kind: Kind, payload: Range<Int>, chain: ChainID
  ) throws(TransactionError) {
    let bytes = raw.span
    var outer = RLPReader(range: payload)
    var fields = try Self.field(.transaction) { () throws(RLPError) in
      let fields = try outer.readList(in: bytes)
      try outer.finish()
      return fields
    }
    let signedStart = fields.position

    if kind != .legacy {
      try Self.check(chain: try Self.integer(.chainId, &fields, bytes), expected: chain)
    }
    let nonce = try Self.integer(.nonce, &fields, bytes)
    // EIP-2681: an account whose nonce cannot be raised any more could never send again.
    guard nonce < .max else { throw .nonceTooHigh }
    let tip = try Self.amount(
      kind == .dynamicFee ? .maxPriorityFeePerGas : .gasPrice, &fields, bytes)
    let fee =
      kind == .dynamicFee ? try Self.amount(.maxFeePerGas, &fields, bytes) : tip
    guard tip <= fee else {
      throw .tipAboveFee(tip: UInt256(tip.units), fee: UInt256(fee.units))
    }
    let gasLimit = try Self.integer(.gasLimit, &fields, bytes)
    let recipient = try Self.recipient(&fields, bytes)
    let value = try Self.amount(.value, &fields, bytes)
    dataRange = try Self.field(.data) { () throws(RLPError) in try fields.readBytes(in: bytes) }
    if kind == .legacy {
      accessListRange = fields.position..<fields.position
      accessListCounts = AccessList.Counts()
    } else {
      let list = try Self.field(.accessList) { () throws(RLPError) in
        let list = try fields.readList(in: bytes)
        let counts = try AccessList.counts(list, in: bytes)
        return (range: list.position..<fields.position, counts: counts)
      }
      accessListRange = list.range
      accessListCounts = list.counts
    }
    signedFieldsRange = signedStart..<fields.position

    signature = try Self.signature(kind, &fields, bytes, chain: chain)
    try Self.field(.transaction) { () throws(RLPError) in try fields.finish() }
    guard Self.isPayable(gasLimit: gasLimit, fee: fee, value: value) else { throw .costTooLarge }

    self.raw = raw
    self.kind = kind
    chainID = chain
    self.nonce = nonce
    self.gasLimit = Gas(gasLimit)
    self.recipient = recipient
    self.value = value
    maxFeePerGas = fee
    maxPriorityFeePerGas = tip
    hash = Keccak256.hash(bytes)
  }

  private static func signature(
    _ kind: Kind, _ fields: inout RLPReader, _ bytes: Span<UInt8>, chain: ChainID
  ) throws(TransactionError) -> Signature {
    let isOdd: Bool
    switch kind {
    case .legacy:
      let v = try integer(.v, &fields, bytes)
      guard v >= 35 else {
        throw v == 27 || v == 28 ? .unprotected : .badV(v)
      }
      isOdd = (v - 35) % 2 == 1
      try check(chain: (v - 35) / 2, expected: chain)
    case .accessList, .dynamicFee:
      let parity = try integer(.yParity, &fields, bytes)
      guard parity <= 1 else { throw .badParity(parity) }
      isOdd = parity == 1
    }
    let r = try field(.r) { () throws(RLPError) in try fields.readPadded(in: bytes) }
    let s = try field(.s) { () throws(RLPError) in try fields.readPadded(in: bytes) }
    do throws(SignatureError) {
      return try Signature(r: r, s: s, isOdd: isOdd)
    } catch {
      throw .signature(error)
    }
  }

  private static func recipient(
    _ fields: inout RLPReader, _ bytes: Span<UInt8>
  ) throws(TransactionError) -> Address {
    let range = try field(.to) { () throws(RLPError) in try fields.readBytes(in: bytes) }
    guard !range.isEmpty else { throw .contractCreation }
    guard range.count == 20 else {
      throw .malformed(.to, .wrongLength(bytes: range.count, expected: 20))
    }
    return Address(copying: bytes, at: range)
  }

  private static func integer(
    _ name: TransactionError.Field, _ fields: inout RLPReader, _ bytes: Span<UInt8>
  ) throws(TransactionError) -> UInt64 {
    try field(name) { () throws(RLPError) in try fields.readUInt64(in: bytes) }
  }

  private static func amount(
    _ name: TransactionError.Field, _ fields: inout RLPReader, _ bytes: Span<UInt8>
  ) throws(TransactionError) -> Wei {
    let amount = try field(name) { () throws(RLPError) in try fields.readUInt256(in: bytes) }
    guard amount.high == 0 else { throw .amountTooLarge(name, amount) }
    return Wei(amount.low)
  }

  private static func check(chain: UInt64, expected: ChainID) throws(TransactionError) {
    guard chain == expected.units else {
      throw .wrongChain(found: chain, expected: expected.units)
    }
  }

  private static func isPayable(gasLimit: UInt64, fee: Wei, value: Wei) -> Bool {
    let (cost, tooDear) = UInt128(gasLimit).multipliedReportingOverflow(by: fee.units)
    return !tooDear && !cost.addingReportingOverflow(value.units).overflow
  }

  /// Names the member in which RLP is broken.
  @inline(__always)
  private static func field<Value>(
    _ name: TransactionError.Field, _ read: () throws(RLPError) -> Value
  ) throws(TransactionError) -> Value {
    do throws(RLPError) {
      return try read()
    } catch {
      throw .malformed(name, error)
    }
  }
}
