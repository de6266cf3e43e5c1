/// Which nodes reach each other: those of one group, and those in none.
///
/// Written `0,1|2,3`; an empty text parts nobody.
package struct Partition: Equatable {
  private let groups: [[Int]]

  package static let none = Partition(groups: [])

  private init(groups: [[Int]]) {
    self.groups = groups
  }

  package init?(_ text: String) {
    let text = text.filter { !$0.isWhitespace }
    guard !text.isEmpty else {
      self = .none
      return
    }
    var groups: [[Int]] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      let members = part.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      let known = members.compactMap { $0 }.filter { $0 >= 0 }
      guard known.count == members.count, Set(known).count == known.count,
        groups.allSatisfy({ Set($0).isDisjoint(with: known) })
      else { return nil }
      groups.append(known)
    }
    self.groups = groups
  }

  package func parts(_ one: Int, _ other: Int) -> Bool {
    groups.firstIndex { $0.contains(one) } != groups.firstIndex { $0.contains(other) }
  }
}

extension Partition: CustomStringConvertible {
  package var description: String {
    groups.map { $0.map(String.init).joined(separator: ",") }.joined(separator: "|")
  }
}
