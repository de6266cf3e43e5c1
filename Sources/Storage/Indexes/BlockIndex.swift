import Chain
import Codec
import Cryptography

/// An index over blocks that explorers need and validators can do without.
package enum BlockIndex: CaseIterable, Sendable {
  /// From a transaction's hash to its place.
  case transactions
  /// From an address to the transactions it sent or received.
  case addresses
  /// From the address and the topics of logs to the blocks that have such logs.
  case logs

  /// A record of an index.
  struct Entry {
    let key: [UInt8]
    let value: [UInt8]
  }

  var keyspace: Keyspace {
    switch self {
    case .transactions: Schema.transactions
    case .addresses: Schema.addresses
    case .logs: Schema.logs
    }
  }

  var fact: Fact {
    switch self {
    case .transactions: .transactionIndex
    case .addresses: .addressIndex
    case .logs: .logIndex
    }
  }

  /// What the index holds for a block.
  func entries(of block: StoredBlock) -> [Entry] {
    switch self {
    case .transactions: Self.transactionEntries(of: block)
    case .addresses: Self.addressEntries(of: block)
    case .logs: Self.logEntries(of: block)
    }
  }

  private static func transactionEntries(of block: StoredBlock) -> [Entry] {
    block.outcome.receipts.enumerated().map { position, receipt in
      let place = TransactionPlace(height: block.height, position: position)
      return Entry(
        key: transactionKey(receipt.transactionHash, epoch: block.header.epoch),
        value: place.bytes)
    }
  }

  /// Each epoch has a range of its own, so that new hashes are put close together and old ones go
  /// together.
  static func transactionKey(_ hash: Digest, epoch: Epoch) -> [UInt8] {
    var key = BigEndian.key(epoch)
    for index in 0..<8 { key.append(hash.bytes[index]) }
    return key
  }

  private static func addressEntries(of block: StoredBlock) -> [Entry] {
    zip(block.transactions, block.outcome.senders).enumerated().flatMap { position, pair in
      let (raw, sender) = pair
      // It was decoded when it came; that it no longer can be would show when it is read.
      let recipient = try? Transaction(decoding: raw, for: block.header.chainID).recipient
      let place = TransactionPlace(height: block.height, position: position)
      guard let recipient, recipient != sender else {
        let role = recipient == nil ? AddressRole.sender : [.sender, .recipient]
        return [Entry(key: addressKey(sender, place), value: [role.rawValue])]
      }
      return [
        Entry(key: addressKey(sender, place), value: [AddressRole.sender.rawValue]),
        Entry(key: addressKey(recipient, place), value: [AddressRole.recipient.rawValue]),
      ]
    }
  }

  static func addressKey(_ address: Address, _ place: TransactionPlace) -> [UInt8] {
    address.bytes.array + place.bytes
  }

  private static func logEntries(of block: StoredBlock) -> [Entry] {
    var terms: Set<LogTerm> = []
    for log in block.outcome.receipts.flatMap(\.logs) {
      terms.insert(.address(log.address))
      for (place, topic) in log.topics.enumerated() { terms.insert(.topic(topic, place: place)) }
    }
    return terms.map { Entry(key: $0.key + BigEndian.key(block.height), value: [1]) }
  }
}
