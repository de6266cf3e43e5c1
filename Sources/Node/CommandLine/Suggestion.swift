/// Finds the word that was probably meant.
package enum Suggestion {
  /// The nearest of the known words, if one is near enough to be a slip of the fingers.
  package static func nearest(to word: String, among known: [String]) -> String? {
    // Longer texts are no slips, and the distance takes time in the product of the lengths.
    guard word.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let found = distance(Array(word), Array(candidate))
      if found <= max(1, candidate.count / 3), found < best?.distance ?? .max {
        best = (candidate, found)
      }
    }
    return best?.word
  }

  /// How many characters must be inserted, removed, replaced or swapped with a neighbour.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    // Rows of the table of distances between all beginnings of both words; a swap looks back two.
    var older: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = min(
          previous[column + 1] + 1, current[column] + 1, previous[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
