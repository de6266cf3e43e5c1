/// A point in time, handed to what is pure: for durations, and for the date that answers bear.
package struct Moment: Sendable {
  /// Time since any fixed point; it never goes back.
  package let uptime: Duration
  package let unixSeconds: Int

  package init(uptime: Duration, unixSeconds: Int) {
    self.uptime = uptime
    self.unixSeconds = unixSeconds
  }
}
