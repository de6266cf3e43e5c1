import Chain
import Codec
import Cryptography
import Ledger

/// A log as an indexer reads it: the event's name, its indexed arguments, then the words of its
/// data.
struct LoggedEvent {
  let name: String
  /// Who reports it.
  let reporter: Address
  let words: [UInt256]
  let data: [UInt8]

  /// Reads a log of an event that some contract publishes.
  init?(_ log: Log) {
    guard let topic = log.topics.first, let name = Self.names[topic] else { return nil }
    self.name = name
    reporter = log.address
    data = log.data
    words =
      log.topics.dropFirst().map { UInt256(bigEndian: $0.bytes.storage.span) }
      + stride(from: 0, to: log.data.count, by: 32).map { start in
        UInt256(bigEndian: log.data.span.extracting(start..<start + 32))
      }
  }

  func address(_ index: Int) -> Address {
    let bytes = words[index].bigEndianBytes
    return Address(FixedBytes(copying: bytes.storage.span.extracting(12..<32)))
  }

  func number(_ index: Int) -> UInt128 { words[index].low }

  private static let names: [Digest: String] = {
    let contracts = Contracts.placed.map(\.contract) + Contracts.faces
    let pairs = contracts.flatMap(\.events).map { ($0.topic, $0.signature.name) }
    return Dictionary(pairs) { first, _ in first }
  }()
}
