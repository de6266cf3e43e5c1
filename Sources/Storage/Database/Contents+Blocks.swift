import Chain
import Codec

extension Contents {
  func header(at height: Height) throws(StorageError) -> Header? {
    try record(BigEndian.key(height), in: Schema.headers)
  }

  /// A block as it was ordered, without what came of it, unless it was pruned or is not there yet.
  func orderedBlock(at height: Height) throws(StorageError) -> Block? {
    guard let header = try header(at: height),
      let body = try record(BigEndian.key(height), in: Schema.bodies, as: Body.self)
    else { return nil }
    return Block(stored: header, body: body)
  }

  /// A block with what came of it, unless it was pruned or is not there yet.
  func block(at height: Height) throws(StorageError) -> StoredBlock? {
    guard let block = try orderedBlock(at: height),
      let outcome = try record(BigEndian.key(height), in: Schema.outcomes, as: BlockOutcome.self)
    else { return nil }
    return StoredBlock(header: block.header, body: block.body, outcome: outcome)
  }
}
