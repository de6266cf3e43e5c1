import Chain
import Codec
import State

/// What keys of the state were before blocks changed them.
///
/// ```
/// history       ┌──────────────────┬──────────┐    ┌─────────────────┬───────────────────────┐
///               │ key of the state │ height 8 │ →  │ 1 if there was  │ the value before that │
///               │                  │          │    │ a value, else 0 │ block                 │
///               └──────────────────┴──────────┘    └─────────────────┴───────────────────────┘
/// changed keys  │ height 8 │ → key length 1, key, once for each key that the block changed
/// ```
enum HistoryRecord {
  static func key(_ key: StateKey, at height: Height) -> [UInt8] {
    var bytes = key.bytes
    BigEndian.append(height.units, to: &bytes)
    return bytes
  }

  static func bytes(of value: [UInt8]?) -> [UInt8] {
    value.map { [1] + $0 } ?? [0]
  }

  static func value(in bytes: Span<UInt8>) -> [UInt8]? {
    guard bytes.count > 1 else { return nil }
    return [UInt8](copying: bytes.extracting(1...))
  }

  static func bytes(of keys: [StateKey]) -> [UInt8] {
    keys.flatMap { [UInt8($0.count)] + $0.bytes }
  }

  static func keys(in bytes: [UInt8]) throws(ByteError) -> [StateKey] {
    var reader = ByteReader()
    var keys: [StateKey] = []
    while reader.remaining(in: bytes.span) > 0 {
      let count = Int(try reader.read(UInt8.self, in: bytes.span))
      guard count <= StateKey.sizeBytesMax else {
        throw .tooLong(count: count, limit: StateKey.sizeBytesMax)
      }
      let range = try reader.take(count, in: bytes.span)
      keys.append(StateKey(copying: bytes.span.extracting(range)))
    }
    return keys
  }
}
