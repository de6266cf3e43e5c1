import Chain
import Codec
import Cryptography
import Storage
import TestSupport
import Testing

@Suite("Records of the database")
struct RejectionTests {
  @Test("A record accepts nothing but its own bytes", arguments: Seeds.few)
  func rejection(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    #expect(Rejection.violations(of: BlockOutcome.arbitrary(from: &random)) == [])
    #expect(Rejection.violations(of: Progress.arbitrary(from: &random)) == [])
    #expect(Rejection.violations(of: JournalMark.arbitrary(from: &random)) == [])
    #expect(Rejection.violations(of: Coverage.arbitrary(from: &random)) == [])
    #expect(Rejection.violations(of: NameableRoots.arbitrary(from: &random)) == [])
  }

  @Test("Roots below the height that the newest header names are forgotten")
  func roots() {
    var roots = NameableRoots()
    for height: UInt64 in [8, 16, 24] {
      roots.add(.zero, at: Height(height), namedSoFar: Height(height == 24 ? 16 : 0))
    }
    #expect(roots.roots.map(\.key) == [Height(16), Height(24)])
    for height in UInt64(25)...2_000 { roots.add(.zero, at: Height(height), namedSoFar: Height(0)) }
    #expect(roots.roots.count == 1_024 && roots.roots.first?.key == Height(977))
  }

  @Test(
    "Places of void transactions that do not ascend are refused", arguments: [[2, 1], [1, 1]])
  func voids(places: [UInt32]) throws {
    let outcome = BlockOutcome(baseFee: .zero, senders: [], voids: [1, 2], receipts: [])
    var form = outcome.canonicalBytes
    let start = form.count - 4 - 8
    for (index, place) in places.enumerated() { form[start + 4 * index] = UInt8(place) }
    #expect(throws: ByteError.self) { try BlockOutcome(canonicalBytes: form.span) }
  }
}
