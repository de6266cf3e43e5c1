package import Chain

/// Why a file is no genesis.
package enum GenesisFileError: Error, Equatable {
  case tooLarge(limitBytes: Int)
  /// The file says something else than a genesis does.
  case json(JSONFileError)
  /// What the file says breaks a rule that every genesis keeps.
  case genesis(GenesisError)
}

extension GenesisFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let limit): "a genesis file has at most \(limit) bytes"
    case .json(let error): "\(error)"
    case .genesis(let error): "\(error.field) is \(error.value); allowed: \(error.allowed)"
    }
  }
}
