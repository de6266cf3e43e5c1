import Foundation

/// How long something takes beside the same done by the library alone, over some rounds.
struct Comparison {
  let name: String
  let size: Int
  let entryCount: Int
  private var bare: [Double] = []
  private var ours: [Double] = []

  init(_ name: String, size: Int, entryCount: Int) {
    self.name = name
    self.size = size
    self.entryCount = entryCount
  }

  mutating func add(bare: Double, ours: Double) {
    self.bare.append(bare)
    self.ours.append(ours)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// Medians, since a disk has no best case that means anything.
  var line: String {
    let (bare, ours) = (Self.median(bare), Self.median(ours))
    return name.padding(toLength: 24, withPad: " ", startingAt: 0)
      + String(
        format: " size=%-7d entries=%-9d %9.1f ms   ours/bare %5.2f   (bare %.1f ms)", size,
        entryCount, ours * 1e3, ours / bare, bare * 1e3)
  }
}
