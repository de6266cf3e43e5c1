/// What happens in one view under attack: who leads it, and who reaches whom.
struct TwinsView {
  static let nodeCount = 5
  /// The two nodes that have one key.
  static let halves = [0, 4]
  /// The twin is known by the node of its first half.
  private static let validatorCount = 4

  /// Everything that can happen in a view.
  static let count = validatorCount * partitions.count

  /// The node that leads; when the twin does, both halves think so.
  let leader: Int
  /// The group of each node.
  let groups: [Int]

  init(number: Int) {
    leader = number % Self.validatorCount
    groups = Self.partitions[number / Self.validatorCount]
  }

  /// Every way to split up the nodes: each joins a group of one before it, or begins the next.
  private static let partitions: [[Int]] = {
    var found: [[Int]] = [[]]
    for _ in 0..<nodeCount {
      found = found.flatMap { groups in
        (0...((groups.max() ?? -1) + 1)).map { groups + [$0] }
      }
    }
    return found
  }()

  /// For each way of renaming nodes that are alike, what every number becomes.
  static let renamings: [[Int]] = {
    var numbers: [[Int]: Int] = [:]
    for (number, groups) in partitions.enumerated() { numbers[groups] = number }
    return names.map { names in
      (0..<count).map { number in
        let view = TwinsView(number: number)
        let partition = numbers[view.groups(under: names)] ?? 0
        // A leader that is a second half is still the twin.
        let leader = halves.contains(view.leader) ? view.leader : names[view.leader]
        return partition * validatorCount + leader
      }
    }
  }()

  /// New names by old ones: the halves keep theirs or change them, the others do as they like.
  private static let names: [[Int]] = [
    [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1],
  ].flatMap { [[0] + $0 + [4], [4] + $0 + [0]] }

  /// The groups after a renaming, counted from the first node on.
  private func groups(under names: [Int]) -> [Int] {
    var renamed = groups
    for (old, new) in names.enumerated() { renamed[new] = groups[old] }
    var seen: [Int] = []
    return renamed.map { group in
      if let place = seen.firstIndex(of: group) { return place }
      seen.append(group)
      return seen.count - 1
    }
  }
}

extension TwinsView: CustomStringConvertible {
  var description: String {
    let sides = (0...(groups.max() ?? 0)).map { group in
      groups.indices.filter { groups[$0] == group }.map { "\($0)" }.joined(separator: " ")
    }
    let name = Self.halves.contains(leader) ? "both halves of the twin" : "node \(leader)"
    return "\(name) leads, among \(sides.joined(separator: " | "))"
  }
}
