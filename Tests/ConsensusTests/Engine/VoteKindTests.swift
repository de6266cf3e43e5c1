import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct VoteKindTests {
  @Test(arguments: Seeds.few)
  func `A statement has a candidate unless it nullifies`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let statement = Statement.arbitrary(from: &random)
    #expect((statement.candidate == nil) == (statement.kind == .nullify))
  }
}
