package import Chain
import Codec
import Ledger
package import State

/// The validator sets in a state that arrives chunk by chunk, which a database keeps beside it.
package struct ArrivingSets: Sendable {
  private var changes = ChangeSet()

  package init() {}

  package mutating func take(_ chunk: VerifiedChunk) {
    let table = Tables.validatorSets.table
    chunk.forEachEntry { key, value in
      let key = StateKey(copying: key)
      guard key >= table.lower, table.upper.map({ key < $0 }) ?? true else { return }
      changes.put([UInt8](copying: value), for: key)
    }
  }

  /// Those that serve the two epochs behind a closing block, once its state is whole.
  package func sets(behind closing: Header) -> [(epoch: Epoch, set: ValidatorSet)] {
    var state = InMemoryState()
    state.apply(changes)
    let books = Books(over: state)
    let next = closing.epoch.next
    return [next, next.next].map { ($0, books.validatorSet(of: $0)) }
  }
}
