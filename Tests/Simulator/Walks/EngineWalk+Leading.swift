import Chain
import Consensus
import Cryptography
import TestSupport

/// R1: what a leader builds on, and that it proposes once.
extension EngineWalk {
  /// This node leads; one of the views it has to step over is not nullified until late.
  mutating func meetLeading() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let parent = try drawnParent(in: &rehearsal)
    let first = (parent?.view ?? .zero).next.units
    let view = rehearsal.view(ledBy: 0, from: first + 2 + UInt64(random.number(in: 0...8)))
    let missing = first + UInt64(random.number(in: 0...Int(view - first - 2)))
    var effects: [Effect] = []
    for skipped in (first..<view).shuffled(using: &random) where skipped != missing {
      effects += try rehearsal.learn(.nullify, in: skipped)
    }
    effects += rehearsal.wait(60)
    expect(
      !effects.builds.contains { $0.view.units == view },
      "builds across view \(missing), which nobody has nullified")
    effects = try rehearsal.learn(.nullify, in: missing) + rehearsal.wait(60)
    guard effects.builds.count == 1, let order = effects.builds.first else {
      return complain("asks for \(effects.builds.count) blocks")
    }
    expect(
      order.view.units == view && order.parent == parent ?? rehearsal.plan.anchor
        && order.parentView == parent?.view ?? .zero, "builds on another block")
    let header = rehearsal.header(view, on: parent)
    effects = rehearsal.feed(.built(header))
    expect(effects.signed == [rehearsal.notarization(of: header)], "does not propose its block")
    effects = rehearsal.feed(.built(rehearsal.header(view, on: parent, variant: 1)))
    effects += rehearsal.wait(60)
    expect(effects.signed.isEmpty && effects.builds.isEmpty, "proposes a second block")
  }
}
