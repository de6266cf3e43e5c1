import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct HeaderRuleTests {
  private static func fault(
    of header: Header, on parent: Header, in rehearsal: Rehearsal
  ) -> HeaderFault? {
    do throws(HeaderFault) {
      try rehearsal.plan.check(header, on: parent, at: rehearsal.now.time)
      return nil
    } catch {
      return error
    }
  }

  @Test func `A header without fault passes`() throws {
    let rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    #expect(Self.fault(of: header, on: rehearsal.plan.anchor, in: rehearsal) == nil)
  }

  @Test func `The first block names exactly the closing block before it`() throws {
    let rehearsal = try Rehearsal()
    var header = rehearsal.header(1)
    header.executedHeight = Height(96)
    #expect(
      Self.fault(of: header, on: rehearsal.plan.anchor, in: rehearsal)
        == .unnameableHeight(Height(96)))
  }

  @Test(arguments: [(UInt64(164), false), (165, true)])
  func `Only a block that refers too far back has to be empty`(
    height: UInt64, isRefused: Bool
  ) throws {
    let rehearsal = try Rehearsal()
    var parent = rehearsal.header(1)
    parent.height = Height(height - 1)
    var header = rehearsal.header(2, on: parent)
    header.transactionCount = 1
    let fault = HeaderFault.notEmpty(executed: Height(100), transactions: 1)
    let found = Self.fault(of: header, on: parent, in: rehearsal)
    #expect(found == (isRefused ? fault : nil))
    header.transactionCount = 0
    #expect(Self.fault(of: header, on: parent, in: rehearsal) == nil)
  }

  @Test func `Nothing extends a closing block within its epoch`() throws {
    let rehearsal = try Rehearsal(boundary: 0)
    let closing = rehearsal.header(1)
    #expect(rehearsal.plan.isClosing(closing))
    let header = rehearsal.header(2, on: closing)
    #expect(
      Self.fault(of: header, on: closing, in: rehearsal) == .extendsClosingBlock(closing.hash))
  }

  @Test func `Half a second ahead is not early, and more is`() throws {
    let rehearsal = try Rehearsal()
    var header = rehearsal.header(1)
    header.time = Timestamp(rehearsal.now.time.units + 500)
    #expect(Self.fault(of: header, on: rehearsal.plan.anchor, in: rehearsal) == nil)
    header.time = header.time.next
    #expect(
      Self.fault(of: header, on: rehearsal.plan.anchor, in: rehearsal) == .early(header.time))
  }

  @Test(
    arguments: [
      (closing: 1_000, expected: 1_600), (1_099, 1_600), (1_300, 1_600), (1_301, 2_200),
      (1_600, 2_200), (9_999, 10_600), (400, 1_000), (700, 1_000), (701, 1_600),
    ] as [(closing: UInt64, expected: UInt64)])
  func `An epoch ends at the first boundary at least half a length away`(
    closing: UInt64, expected: UInt64
  ) {
    // Genesis at 1,000, epochs of 600.
    let boundary = EpochPlan.boundary(
      after: Timestamp(closing), genesis: Timestamp(1_000), epochLengthMilliseconds: 600)
    #expect(boundary == Timestamp(expected))
  }
}
