import TestSupport

/// Decides when a message arrives: never, once, or several times.
struct VirtualNetwork {
  var faults: LinkFaults
  var partition = Partition.none
  /// Until when nothing arrives at a node; it all comes afterwards, in any order.
  private var clogs: [Int: UInt64] = [:]
  private var random: SplitMix64

  init(faults: LinkFaults, seed: UInt64) {
    self.faults = faults
    random = SplitMix64(seed: seed)
  }

  mutating func clog(_ node: Int, until time: UInt64) {
    clogs[node] = time
  }

  mutating func heal(to links: LinkFaults = .calm) {
    partition = .none
    clogs = [:]
    faults = links
  }

  mutating func arrivals(from sender: Int, to receiver: Int, at time: UInt64) -> [UInt64] {
    guard partition.lets(sender, reach: receiver, at: time) else { return [] }
    guard !happens(faults.lossPerMille) else { return [] }
    let copies = happens(faults.duplicationPerMille) ? 2 : 1
    return (0..<copies).map { _ in
      var delay = UInt64(random.number(in: faults.delayMilliseconds))
      if happens(faults.detourPerMille) { delay *= UInt64(random.number(in: 2...30)) }
      return max(time + delay, (clogs[receiver] ?? 0) + delay % 16)
    }
  }

  private mutating func happens(_ perMille: Int) -> Bool {
    perMille > 0 && random.number(in: 1...1_000) <= perMille
  }
}
