package import Codec

/// Why something does not prove what it is said to prove about a state.
package enum StateProofError: Error, Equatable {
  /// It is proof about another state, or about another key.
  case otherRoot
  /// The value is not the one that the state commits to.
  case otherValue
  /// The bucket is no list of entries.
  case badBucket(ByteError)
  /// It has a shape that no proof has; the rule says which.
  case malformed(StaticString)

  package static func == (left: Self, right: Self) -> Bool {
    left.description == right.description
  }
}

extension StateProofError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherRoot: "the proof leads to another state root"
    case .otherValue: "the value is not the one whose hash is proven"
    case .badBucket(let error): "the proof's bucket is not well-formed: \(error)"
    case .malformed(let rule): "the proof is not well-formed: \(rule)"
    }
  }
}
