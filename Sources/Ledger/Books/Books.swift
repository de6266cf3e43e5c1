package import Chain
import Codec
package import State

/// The state as rules see and change it, with the logs of what they did.
///
/// Records are read and written at their places: `books[Tables.tokens[address]]`; writing nil
/// removes one. Accounts have a cache instead. `attempt` undoes everything if its body fails, logs
/// included, and nests.
package struct Books {
  let view: any StateView
  private var records = ChangeSet()
  /// Only `Account.swift` changes it.
  var accounts = AccountCache()
  private var logs: [Log] = []

  package init(over view: any StateView) {
    self.view = view
  }

  /// What became of the state: the records as they were written, and every account that changed.
  package var changes: ChangeSet {
    var all = records
    accounts.write(into: &all, over: view)
    return all
  }

  package subscript<Value>(place: Place<Value>) -> Value? {
    get {
      guard let bytes = records.value(for: place.key, over: view) else { return nil }
      do throws(ByteError) {
        return try Value(canonicalBytes: bytes.span)
      } catch {
        preconditionFailure("a record is read as what it was written as; \(place.key): \(error)")
      }
    }
    set {
      if let newValue {
        records.put(newValue.canonicalBytes, for: place.key)
      } else if records.value(for: place.key, over: view) != nil {
        records.remove(place.key)
      }
    }
  }

  /// A record that is there from genesis on.
  package subscript<Value>(placed place: Place<Value>) -> Value {
    guard let value = self[place] else {
      preconditionFailure("genesis places every parameter")
    }
    return value
  }

  /// The first key of a table that is not before a bound and is before another.
  func firstKey(from lower: StateKey, below upper: StateKey?) -> StateKey? {
    records.firstEntry(from: lower, below: upper, over: view)?.key
  }

  /// Removes a record that was found by its key.
  mutating func remove(_ key: StateKey) {
    records.remove(key)
  }

  /// Does something that leaves no trace if it fails.
  package mutating func attempt<Value, Failure>(
    _ body: (inout Books) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let savepoint = records.savepoint()
    let accountSavepoint = accounts.savepoint
    let logCount = logs.count
    do throws(Failure) {
      return try body(&self)
    } catch {
      #if PLANTED
        if LedgerBug.recordsKept.isPlanted { throw error }
      #endif
      records.rollBack(to: savepoint)
      accounts.rollBack(to: accountSavepoint)
      logs.removeSubrange(logCount...)
      throw error
    }
  }

  /// Reports an event as its contract, or one of the contract's tokens or pools.
  mutating func emit(_ event: some Event, by address: Address) {
    logs.append(event.log(by: address))
  }

  /// Hands over the logs since the last time, and makes everything so far final.
  package mutating func settle() -> [Log] {
    records.forgetSavepoints()
    accounts.forgetSavepoints()
    defer { logs = [] }
    #if PLANTED
      if LedgerBug.reversedLogs.isPlanted { return logs.reversed() }
    #endif
    return logs
  }
}
