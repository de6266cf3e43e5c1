package import Chain

/// Why a vote is not signed.
package enum GateRefusal: Error, Equatable {
  case otherEpoch(asked: Epoch, current: Epoch)
  /// The epoch's closing block is final.
  case epochIsClosed(Epoch)
  /// The database does not know the epoch's journal yet.
  case unnamed(Epoch)
  /// The journal may not hold every vote of the key.
  case observing(Standing)
  /// Another vote in the same view forbids it.
  case contradicts(Statement)
}

extension GateRefusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherEpoch(let asked, let current):
      "a vote of epoch \(asked) was asked for in epoch \(current)"
    case .epochIsClosed(let epoch):
      "the closing block of epoch \(epoch) is final, so nothing more is signed in it"
    case .unnamed(let epoch):
      "no commit of the database names the signing journal of epoch \(epoch) yet"
    case .observing(.inquiring):
      "the signing journal is not to be trusted, and peers have not yet said how far the chain is"
    case .observing(let standing):
      "the signing journal is not to be trusted until an epoch begins that no vote can be "
        + "missing of: \(standing)"
    case .contradicts(let statement):
      "view \(statement.view) already has a vote that forbids it: \(statement.content)"
    }
  }
}
