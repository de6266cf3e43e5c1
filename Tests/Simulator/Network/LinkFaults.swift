import TestSupport

/// How badly messages travel, drawn for a world.
struct LinkFaults {
  /// Chances in a thousand.
  var lossPerMille = 0
  var duplicationPerMille = 0
  /// A message takes at least this, and a drawn time more.
  var delayMilliseconds: ClosedRange<Int> = 5...5
  /// The chance that a message takes many times as long, which puts others before it.
  var detourPerMille = 0

  /// Links as they are once a world has healed.
  static let calm = LinkFaults(delayMilliseconds: 2...12)

  /// Draws anything from good links to ones that lose every second message.
  static func drawn(from random: inout SplitMix64) -> LinkFaults {
    let shortest = random.number(in: 1...30)
    return LinkFaults(
      lossPerMille: random.happens(oneIn: 2) ? 0 : random.number(in: 1...500),
      duplicationPerMille: random.happens(oneIn: 2) ? 0 : random.number(in: 1...300),
      delayMilliseconds: shortest...(shortest + random.number(in: 0...120)),
      detourPerMille: random.happens(oneIn: 2) ? 0 : random.number(in: 1...100))
  }
}
