import Foundation

/// The clocks of the machine.
struct ServerClock: Sendable {
  private let origin = ContinuousClock.now

  var now: Moment {
    Moment(
      uptime: origin.duration(to: .now), unixSeconds: Int(Date().timeIntervalSince1970))
  }
}
