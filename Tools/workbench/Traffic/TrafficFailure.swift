/// Why the traffic layer does not go on.
enum TrafficFailure: Error {
  /// Somebody asked it to end.
  case ended
  /// The node does not do what it is asked, and says why.
  case refused(String)
  /// The network or the keys are not what they must be.
  case broken(String)
}

extension TrafficFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .ended: "it was asked to end"
    case .refused(let reason), .broken(let reason): reason
    }
  }
}
