/// What a page adds to claims, by their subjects in the order in which it first names them.
struct ClaimParts<Subject: Hashable & Sendable>: Sendable {
  private(set) var parts: [(subject: Subject, part: Tally)] = []
  private var places: [Subject: Int] = [:]

  mutating func add(_ part: Tally, of subject: Subject) {
    if let place = places[subject] {
      parts[place].part = parts[place].part.adding(part)
    } else {
      places[subject] = parts.count
      parts.append((subject, part))
    }
  }
}
