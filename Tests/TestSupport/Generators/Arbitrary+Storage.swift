package import Chain
import Codec
import Cryptography
package import Storage

extension BlockOutcome: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let receipts = [Receipt].arbitrary(count: 0...4, from: &random)
    let hasSystemReceipt = !receipts.isEmpty && random.happens(oneIn: 2)
    let senderCount = receipts.count - (hasSystemReceipt ? 1 : 0)
    return BlockOutcome(
      baseFee: .arbitrary(from: &random),
      senders: .arbitrary(count: senderCount...senderCount, from: &random),
      voids: (0..<UInt32(9)).filter { _ in random.happens(oneIn: 4) }, receipts: receipts)
  }
}

extension Progress: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Progress(
      height: .arbitrary(from: &random), epoch: .arbitrary(from: &random),
      blockHash: .arbitrary(from: &random), isClosing: random.happens(oneIn: 2),
      stateRoot: .arbitrary(from: &random))
  }
}

extension JournalMark: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    JournalMark(identity: .arbitrary(from: &random), sequence: random.unsigned())
  }
}

extension NameableRoots: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    var roots = NameableRoots()
    var height = UInt64(random.next() % 100)
    for _ in 0..<random.next() % 6 {
      height += 1 + random.next() % 100
      roots.add(.arbitrary(from: &random), at: Height(height), namedSoFar: Height(0))
    }
    return roots
  }
}

extension Coverage: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let heights = [Height.arbitrary(from: &random), .arbitrary(from: &random)].sorted()
    return Coverage(lowest: heights[0], highest: heights[1])
  }
}
