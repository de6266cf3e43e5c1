import Chain
import Codec
import TestSupport
import Testing

/// Every decoder of the chain's nouns against cut, flipped and lengthened bytes.
@Suite struct RejectionTests {
  @Test(arguments: 0..<UInt64(4))
  func `a wire type accepts nothing but its own bytes`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    #expect(Rejection.violations(of: Header.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: try Body.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Log.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Receipt.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: MerkleProof.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Statement.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Vote.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Evidence.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Certificate.arbitrary(from: &random)).isEmpty)
    #expect(Rejection.violations(of: Validator.arbitrary(from: &random)).isEmpty)
  }

  @Test func `blocks, sets and genesis accept nothing but their own bytes`() throws {
    var random = SplitMix64(seed: 3)
    let body = try Body([[1, 2, 3], [], [4]])
    var header = Header.arbitrary(from: &random)
    header.transactionCount = 3
    header.transactionsRoot = body.root
    #expect(Rejection.violations(of: try Block(header: header, body: body)).isEmpty)
    #expect(Rejection.violations(of: try SampleNetwork(powers: [4, 2, 2, 1]).set).isEmpty)
    let genesis = try GenesisDraft(validatorCount: 2).validated()
    #expect(Rejection.violations(of: genesis).isEmpty)
  }
}
