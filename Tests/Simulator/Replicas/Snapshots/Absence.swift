import TestSupport

/// A validator that is away for so long that it comes back by a snapshot.
struct Absence {
  let node: Int
  /// From when to when it does not run; whoever is away from the beginning has never run.
  let time: Range<UInt64>
  /// Whether its disk is gone when it comes back.
  let losesDisk: Bool
  /// Whether the others soon give up the blocks that it lacks.
  let isForgotten: Bool
  /// Whether he begins again from a state, and does not get all the blocks.
  let hasSnapshots: Bool
  let chunkSizeBytes: Int
  /// One chunk in so many does not fit on a disk.
  let fullDiskInterval: Int
}

extension Absence {
  /// Draws who is away; he takes a place among those who may be dishonest or lose their disks.
  init(
    in chaosMilliseconds: UInt64, _ nodeCount: Int, _ mischief: inout [Int: Mischief],
    _ fragile: inout Set<Int>, _ random: inout SplitMix64
  ) {
    node = nodeCount - 1
    mischief[node] = nil
    losesDisk = random.happens(oneIn: 3)
    if losesDisk {
      // Together they may not have forgotten more votes than a third.
      while mischief.count + fragile.subtracting([node]).count >= max(1, (nodeCount - 1) / 3) {
        if let first = mischief.keys.min() {
          mischief[first] = nil
        } else if let first = fragile.min() {
          fragile.remove(first)
        }
      }
      fragile.insert(node)
    } else {
      fragile.remove(node)
      // Some, or all but one, give him a false state. They vote as they should, so that they may be
      // more than a third.
      if !random.happens(oneIn: 3) {
        fragile = []
        mischief = [:]
        for liar in 0..<random.number(in: 1...(nodeCount - 2)) { mischief[liar] = .forger }
      }
    }
    let isNew = random.happens(oneIn: 2)
    let end = chaosMilliseconds * UInt64(random.number(in: 55...90)) / 100
    time = (isNew ? 0 : chaosMilliseconds / 10)..<end
    isForgotten = !random.happens(oneIn: 4)
    hasSnapshots = true
    chunkSizeBytes = 1 << random.number(in: 7...12)
    fullDiskInterval = 24
  }

  /// Draws who is away, and which of the others lie, of states, heights and ranges to him or of
  /// bodies to all; they vote as they should, so that they may be more than a third.
  ///
  /// Where the blocks that he lacks are still to be had, chunks are so small that those come first.
  init(
    misledIn chaosMilliseconds: UInt64, _ nodeCount: Int, _ mischief: inout [Int: Mischief],
    _ fragile: inout Set<Int>, _ random: inout SplitMix64
  ) {
    node = nodeCount - 1
    losesDisk = false
    fragile = []
    mischief = [:]
    let lies: [Mischief] = [.forger, .forger, .swapper, .pretender, .counterfeiter]
    let lie = lies[random.number(in: 0...(lies.count - 1))]
    let first = random.number(in: 0...(nodeCount - 2))
    for liar in 0..<random.number(in: 1...(nodeCount - 2)) {
      mischief[(first + liar) % (nodeCount - 1)] = lie
    }
    let isNew = random.happens(oneIn: 2)
    let end = chaosMilliseconds * UInt64(random.number(in: 45...70)) / 100
    time = (isNew ? 0 : chaosMilliseconds / 10)..<end
    hasSnapshots = lie != .pretender && lie != .counterfeiter
    isForgotten = random.happens(oneIn: 2) && hasSnapshots
    chunkSizeBytes = 1 << (isForgotten ? random.number(in: 8...12) : random.number(in: 6...9))
    fullDiskInterval = 1_000
  }
}
