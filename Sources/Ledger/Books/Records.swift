package import Codec
package import State

/// A table of the state whose keys and values have types: what one kind of record is kept in.
///
/// `Tables.holdings[token, holder]` is the place of one record.
package struct Records<Value: Canonical, each Key: TableKey>: Sendable {
  package let table: Table

  init(_ id: UInt8) {
    var keySizeBytes = 0
    for key in repeat (each Key).self { keySizeBytes += key.keySizeBytes }
    table = Table(id, keySizeBytes: keySizeBytes)
  }

  package subscript(parts: repeat each Key) -> Place<Value> {
    var key = table.lower
    for part in repeat each parts { part.append(to: &key) }
    precondition(key.count == 1 + table.keySizeBytes, "all keys of a table have its length")
    return Place(key: key)
  }
}
