import Chain
import Consensus
package import Cryptography

/// Four validators, one of which is two nodes with one key, under every leader and every partition
/// of each of the first views.
///
/// A scenario says of each of these views who leads it, and into which groups the five nodes fall:
/// for a while after a view is first spoken of, what is said about it stays within a group. When
/// the last of them is over, everyone reaches everyone.
///
/// The twin's halves differ from each other only by name, and so do the three others: of twelve
/// scenarios that are one, only the first is run.
package struct TwinsCampaign: Sendable {
  /// How many views can be attacked: there must be a number for each scenario.
  package static let viewsMax = 6

  /// How long a partition lasts: longer than the timeouts of a view, also when they have grown.
  private static let partitionMilliseconds: UInt64 = 90

  private let views: Int

  package init(views: Int) {
    precondition((1...Self.viewsMax).contains(views), "a few views are attacked")
    self.views = views
  }

  /// How many numbers there are, those of scenarios that come down to others included.
  package var numberCount: Int {
    (0..<views).reduce(1) { count, _ in count * TwinsView.count }
  }

  /// How many scenarios there are.
  package var scenarioCount: Int {
    // Burnside: as many as a renaming leaves as they are, on average over all renamings.
    let renamings = TwinsView.renamings
    let fixed = renamings.map { renaming in
      let same = renaming.indices.count { renaming[$0] == $0 }
      return (0..<views).reduce(1) { count, _ in count * same }
    }
    return fixed.reduce(0, +) / renamings.count
  }

  /// The numbers of so many scenarios, from all over.
  package func scenarios(_ count: Int) -> [Int] {
    let total = numberCount
    // Multiples of a number that has no divisor in common with the total come to each rest once.
    var stride = Int(Double(total) * 0.618) | 1
    while stride.isMultiple(of: 13) { stride += 2 }
    var found: [Int] = []
    var number = 0
    for _ in 0..<total where found.count < count {
      number = (number + stride) % total
      if isFirst(number) { found.append(number) }
    }
    return found
  }

  private func attackedViews(_ number: Int) -> [Int] {
    var rest = number
    return (0..<views).map { _ in
      defer { rest /= TwinsView.count }
      return rest % TwinsView.count
    }
  }

  /// Whether it comes before everything that it becomes when nodes change their names.
  private func isFirst(_ number: Int) -> Bool {
    let attacked = attackedViews(number)
    return TwinsView.renamings.allSatisfy { renaming in
      for view in attacked where renaming[view] != view { return view < renaming[view] }
      return true
    }
  }

  /// Runs a scenario.
  package func run(
    _ number: Int, isTraced: Bool = false, remembering memory: inout CheckedClaims
  ) -> Simulation.Outcome {
    let attacked = attackedViews(number).map { TwinsView(number: $0) }
    let world = World(plan(attacked), isTraced: isTraced)
    for (index, view) in attacked.enumerated() where isTraced {
      world.trace.keep("view \(index + 1): \(view)")
    }
    obstruct(world, in: attacked)
    swap(&world.memory, &memory)
    world.run()
    swap(&world.memory, &memory)
    return Simulation.Outcome(of: world, seed: UInt64(number))
  }

  private func plan(_ attacked: [TwinsView]) -> WorldPlan {
    var plan = WorldPlan.quiet(nodes: TwinsView.nodeCount)
    for half in TwinsView.halves { plan.adversaries[half] = .twin }
    plan.leaders = attacked.map(\.leader)
    plan.settings.leaderTimeoutMilliseconds = 20
    plan.settings.certifyTimeoutMilliseconds = 40
    plan.settings.retryMilliseconds = 30
    // The attack ends earlier, unless a view is never reached.
    plan.chaosMilliseconds = UInt64(1_000 * views)
    return plan
  }

  private func obstruct(_ world: World, in attacked: [TwinsView]) {
    var ends = [UInt64?](repeating: nil, count: attacked.count)
    world.obstacle = { [unowned world] message, sender, receiver in
      guard let view = message.view, view.units <= UInt64(attacked.count) else { return false }
      let index = Int(view.units) - 1
      let end = ends[index] ?? world.now + Self.partitionMilliseconds
      if ends[index] == nil {
        ends[index] = end
        if index == attacked.count - 1 { world.schedule(.heal, at: end) }
      }
      let groups = attacked[index].groups
      return world.now < end && groups[sender] != groups[receiver]
    }
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
