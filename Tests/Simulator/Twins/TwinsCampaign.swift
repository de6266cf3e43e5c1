import Chain
import Consensus
import Cryptography

/// Four validators, one of which is two nodes with one key, under every partition of every one of
/// the first views.
///
/// A scenario says, for each of the views, who of the five nodes reaches whom while they speak of
/// it; afterwards everyone reaches everyone. Which node is the twin decides which of the views it
/// leads. Scenarios that differ only by the names of the twin's two halves are one.
package struct TwinsCampaign: Sendable {
  /// How many views are attacked.
  package static let viewsMax = 5

  private static let honest = 3
  /// Two sides: which of the five nodes are on the second.
  private static let sides = 1 << 4

  private let views: Int

  package init(views: Int) {
    precondition((1...Self.viewsMax).contains(views), "a few views are attacked")
    self.views = views
  }

  /// How many scenarios there are before those that are alike are left out.
  package var scenarioCount: Int {
    (0..<views).reduce(4) { count, _ in count * Self.sides }
  }

  /// Runs a scenario; nothing if another one is the same.
  package func run(_ number: Int) -> Simulation.Outcome? {
    var rest = number
    let twin = rest % 4
    rest /= 4
    var splits: [Int] = []
    for _ in 0..<views {
      // The first node is always on the first side.
      splits.append(rest % Self.sides << 1)
      rest /= Self.sides
    }
    guard isFirst(of: splits, twin: twin) else { return nil }
    var plan = WorldPlan.quiet(nodes: 5)
    plan.adversaries = [twin: .twin, 4: .twin]
    plan.chaosMilliseconds = UInt64(90 * views)
    let world = World(plan)
    world.obstacle = { message, sender, receiver in
      guard let view = message.view, view.units <= UInt64(splits.count) else { return false }
      let split = splits[Int(view.units) - 1]
      return split >> sender & 1 != split >> receiver & 1
    }
    world.run()
    return Simulation.Outcome(of: world, seed: UInt64(number))
  }

  /// Whether it comes first among itself and what it becomes when the halves change their names.
  private func isFirst(of splits: [Int], twin: Int) -> Bool {
    let swapped = splits.map { split -> Int in
      let (first, second) = (split >> twin & 1, split >> 4 & 1)
      var other = split & ~(1 << twin) & ~(1 << 4)
      other |= second << twin | first << 4
      // The side of the first node has the name 0.
      return other & 1 == 1 ? ~other & 0b11111 : other
    }
    return !swapped.lexicographicallyPrecedes(splits)
  }
}

extension NodeMessage {
  /// The view a message is about, if it is about one.
  fileprivate var view: View? {
    guard case .consensus(_, let message, _) = self else { return nil }
    switch message {
    case .proposal(let proposal): return proposal.vote.statement.view
    case .vote(let vote, _): return vote.statement.view
    case .certificate(let certificate): return certificate.statement.view
    case .request(let views): return max(views.lowerBound, View(1))
    }
  }
}
