/// How much an entry of the log matters.
enum LogLevel: String, CaseIterable, Comparable, Sendable {
  /// The node cannot go on, or something was lost.
  case error
  /// Somebody should look at it.
  case warn
  /// What an operator wants to see go by.
  case info
  /// What helps to find out why.
  case debug

  private var rank: Int {
    switch self {
    case .error: 0
    case .warn: 1
    case .info: 2
    case .debug: 3
    }
  }

  static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}
