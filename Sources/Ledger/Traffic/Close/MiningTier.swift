package import Chain

/// How much an epoch mines at most, and how that and the epoch's traffic are split, by what was
/// mined before.
package struct MiningTier: Hashable, Sendable {
  /// What was mined where the next tier begins.
  let end: Wei
  package let perEpoch: Wei
  package let chainBasisPoints: UInt64
  package let resourceBasisPoints: UInt64
  package let metaBasisPoints: UInt64

  private init(
    below end: UInt64, halfSTOS: UInt64, _ chain: UInt64, _ resource: UInt64, _ meta: UInt64
  ) {
    self.end = Wei(stos: end)
    perEpoch = Wei(Wei(stos: halfSTOS).units / 2)
    chainBasisPoints = chain
    resourceBasisPoints = resource
    metaBasisPoints = meta
  }

  package static let all = [
    MiningTier(below: 16_819_200, halfSTOS: 160, 2_000, 6_000, 2_000),
    MiningTier(below: 25_228_800, halfSTOS: 80, 2_000, 6_200, 1_800),
    MiningTier(below: 29_433_600, halfSTOS: 40, 2_000, 6_400, 1_600),
    MiningTier(below: 31_536_000, halfSTOS: 20, 2_000, 6_600, 1_400),
    MiningTier(below: 32_587_200, halfSTOS: 10, 2_000, 6_800, 1_200),
    MiningTier(below: 40_000_000, halfSTOS: 5, 2_000, 7_000, 1_000),
    // Nothing is left to mine, and traffic is split as before.
    MiningTier(below: 100_000_000, halfSTOS: 0, 2_000, 7_000, 1_000),
  ]

  /// The tier in force when so much was mined.
  package static func after(_ mined: Wei) -> MiningTier {
    guard let tier = all.first(where: { mined < $0.end }) else {
      preconditionFailure("what was mined is less than there is")
    }
    return tier
  }
}
