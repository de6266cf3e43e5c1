import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct BlockTests {
  @Test func `a header has 242 bytes and its hash is that of its bytes`() {
    var random = SplitMix64(seed: 7)
    let header = Header.arbitrary(from: &random)
    #expect(header.canonicalBytes.count == 242)
    #expect(header.hash == Keccak256.hash(header.canonicalBytes.span))
  }

  @Test func `the members of a header stand in the order of the protocol`() {
    func digest(_ byte: UInt8) -> Digest { Digest(FixedBytes(repeating: byte)) }
    func number(_ byte: UInt8) -> [UInt8] { [byte, 0, 0, 0, 0, 0, 0, 0] }
    func fill(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let header = Header(
      chainID: ChainID(1), epoch: Epoch(2), height: Height(3), view: View(4),
      parentView: View(5), parentHash: digest(6), time: Timestamp(7),
      proposer: Address(FixedBytes(repeating: 8)), transactionsRoot: digest(9),
      transactionCount: 10, executedHeight: Height(11), executedStateRoot: digest(12),
      validatorSetHash: digest(13), nextValidatorSetHash: digest(14))
    var expected: [UInt8] = [1, 0]
    for byte in 1...5 as ClosedRange<UInt8> { expected += number(byte) }
    expected += fill(6, 32) + number(7) + fill(8, 20) + fill(9, 32) + [10, 0, 0, 0]
    expected += number(11) + fill(12, 32) + fill(13, 32) + fill(14, 32)
    #expect(header.canonicalBytes == expected)
  }

  @Test func `every member of a header changes its hash`() {
    var random = SplitMix64(seed: 8)
    let header = Header.arbitrary(from: &random)
    var hashes: Set<Digest> = [header.hash]
    let changes: [(inout Header) -> Void] = [
      { $0.chainID = ChainID($0.chainID.units ^ 1) }, { $0.epoch = $0.epoch.next },
      { $0.height = $0.height.next }, { $0.view = $0.view.next },
      { $0.parentView = $0.parentView.next }, { $0.parentHash = .zero },
      { $0.time = $0.time.next }, { $0.proposer = .zero }, { $0.transactionsRoot = .zero },
      { $0.transactionCount ^= 1 }, { $0.executedHeight = $0.executedHeight.next },
      { $0.executedStateRoot = .zero }, { $0.validatorSetHash = .zero },
      { $0.nextValidatorSetHash = .zero },
    ]
    for change in changes {
      var changed = header
      change(&changed)
      hashes.insert(changed.hash)
    }
    #expect(hashes.count == changes.count + 1)
  }

  @Test func `a header of another version does not decode`() {
    var random = SplitMix64(seed: 9)
    var bytes = Header.arbitrary(from: &random).canonicalBytes
    bytes[0] = 2
    #expect(throws: ByteError.unknown(type: "header version", code: 2)) {
      try Header(canonicalBytes: bytes.span)
    }
  }

  @Test func `a block takes only the body its header commits to`() throws {
    var random = SplitMix64(seed: 10)
    var header = Header.arbitrary(from: &random)
    let body = try Body([[1, 2, 3], [4]])
    header.transactionCount = 2
    header.transactionsRoot = body.root
    let block = try Block(header: header, body: body)
    #expect(try Block(canonicalBytes: block.canonicalBytes.span) == block)
    #expect(throws: ByteError.self) {
      try Block(header: header, body: try Body([[4], [1, 2, 3]]))
    }
    header.transactionCount = 3
    #expect(throws: ByteError.forbidden("a header counts the transactions of its body")) {
      try Block(header: header, body: body)
    }
  }

  @Test func `bodies beyond a limit are refused`() {
    let limit = ProtocolLimits.transactionSizeBytesMax
    let largest = [UInt8](repeating: 1, count: limit)
    #expect(throws: ByteError.tooLong(count: limit + 1, limit: limit)) {
      try Body([largest + [1]])
    }
    let many = [[UInt8]](repeating: largest, count: 33)
    #expect(
      throws: ByteError.tooLong(count: 33 * limit, limit: ProtocolLimits.bodySizeBytesMax)
    ) { try Body(many) }
    var writer = ByteWriter()
    writer.writeCount(33)
    for transaction in many { writer.writeBytes(transaction.span) }
    #expect(throws: ByteError.self) { try Body(canonicalBytes: writer.bytes.span) }
  }
}
