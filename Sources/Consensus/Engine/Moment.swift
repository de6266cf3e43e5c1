package import Chain

/// When an input arrives, as the caller's two clocks tell it.
package struct Moment: Hashable, Sendable {
  /// Time that only goes forward, in milliseconds from an instant of the caller's choice.
  package let milliseconds: UInt64
  /// The time of day, which may step; headers are held against it and nothing else is.
  package let time: Timestamp

  package init(milliseconds: UInt64, time: Timestamp) {
    self.milliseconds = milliseconds
    self.time = time
  }
}
