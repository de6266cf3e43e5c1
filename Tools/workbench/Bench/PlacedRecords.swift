import Codec
import Ledger
import State

/// Records in the ledger's own byte form, for states too large to come about call by call.
///
/// Only what a call has brought about is split between many with it, so sums stay as they were, and
/// whoever places records asks the ledger afterwards whether it reads them as they were meant.
struct PlacedRecords {
  private(set) var changes = ChangeSet()

  /// Writes the record of one of the ledger's tables at the key that the parts make up.
  mutating func put<each Key: TableKey>(
    _ table: UInt8, _ key: repeat each Key, value: (inout ByteWriter) -> Void
  ) {
    var place = StateKey(copying: [table].span)
    for part in repeat each key { part.append(to: &place) }
    var record = ByteWriter(reserving: 96)
    value(&record)
    changes.put(record.bytes, for: place)
  }

  /// Writes what there is one of, by its number.
  mutating func put(single number: UInt8, value: (inout ByteWriter) -> Void) {
    var record = ByteWriter()
    value(&record)
    changes.put(record.bytes, for: Table(0, keySizeBytes: 1).key([number].span))
  }
}
