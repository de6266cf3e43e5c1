import Codec
import Cryptography
package import State

extension ProofStep: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    ProofStep(
      bit: UInt16(random.number(in: 0...StateLimits.depthMax - 1)),
      sibling: .arbitrary(from: &random))
  }
}

extension StateProof: Arbitrary {
  /// Any steps and bytes, which prove nothing.
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    StateProof(
      steps: .arbitrary(count: 0...6, from: &random), bucket: random.bytes(count: 0...90),
      value: random.happens(oneIn: 2) ? [] : random.bytes(count: 33...70))
  }
}

extension SnapshotChunk: Arbitrary {
  /// Any steps and bytes, which are no part of a snapshot.
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    SnapshotChunk(
      before: .arbitrary(count: 0...4, from: &random),
      behind: .arbitrary(count: 0...4, from: &random), entries: random.bytes(count: 0...120))
  }
}
