/// Why a call of a node has no result.
package enum RPCClientFailure: Error, Equatable {
  /// Nobody answers there.
  case unreachable(RPCEndpoint, reason: String)
  /// Somebody answers, and it is no JSON-RPC.
  case noAnswer(RPCEndpoint, reason: String)
  /// The node says why it does not do what it is asked.
  case refused(RPCError)
}

extension RPCClientFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let endpoint, let reason):
      "no node can be reached at \(endpoint): \(reason)"
    case .noAnswer(let endpoint, let reason): "\(endpoint) is no node: \(reason)"
    case .refused(let error): error.message
    }
  }
}
