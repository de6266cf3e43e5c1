/// An allowance that refills with time, up to a burst.
struct TokenBucket: Hashable, Sendable {
  private let perSecond: UInt64
  private let burst: UInt64
  /// In thousandths, so that a millisecond refills a whole number of them.
  private var thousandths: UInt64
  private var refilledAt: UInt64

  init(perSecond: UInt64, burst: UInt64, at milliseconds: UInt64) {
    self.perSecond = perSecond
    self.burst = burst
    thousandths = burst * 1_000
    refilledAt = milliseconds
  }

  /// Takes an amount, if there is as much.
  mutating func take(_ amount: Int, at milliseconds: UInt64) -> Bool {
    precondition(amount >= 0, "what is taken is counted from zero")
    let (refill, isTooMuch) = (milliseconds - refilledAt)
      .multipliedReportingOverflow(by: perSecond)
    refilledAt = milliseconds
    let room = burst * 1_000 - thousandths
    thousandths += isTooMuch ? room : min(room, refill)
    let (price, isTooDear) = UInt64(amount).multipliedReportingOverflow(by: 1_000)
    guard !isTooDear, price <= thousandths else { return false }
    thousandths -= price
    return true
  }

  /// Takes back what was taken and not used.
  mutating func giveBack(_ amount: Int) {
    precondition(amount >= 0, "what is given back is counted from zero")
    let (returned, isTooMuch) = UInt64(amount).multipliedReportingOverflow(by: 1_000)
    let room = burst * 1_000 - thousandths
    thousandths += isTooMuch ? room : min(room, returned)
  }
}
