import Chain
import Foundation

/// Times as people read them, in UTC.
extension Timestamp {
  /// Reads `2026-01-01T00:00:00Z`, and no other form of it.
  init?(utc text: String) {
    guard let date = try? Date(text, strategy: .iso8601),
      (0...Self.lastWrittenSecond).contains(date.timeIntervalSince1970)
    else { return nil }
    self.init(UInt64(date.timeIntervalSince1970) * 1_000)
    guard utc == text else { return nil }
  }

  /// The end of the year 9999, the last with four digits.
  private static let lastWrittenSecond = 253_402_300_799.0

  /// The second in which the instant lies.
  var utc: String {
    Date(timeIntervalSince1970: Double(units / 1_000)).formatted(.iso8601)
  }
}
