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
    var entries: [Entry] = []
    entries.reserveCapacity(2 * block.outcome.senders.count)
    for (position, (raw, sender)) in zip(block.transactions, block.outcome.senders).enumerated() {
      let place = TransactionPlace(height: block.height, position: position)
      var role = AddressRole.sender
      let recipient = Transaction.recipient(of: raw)
      if recipient == sender {
        role.insert(.recipient)
      } else if let recipient {
        let key = addressKey(recipient, place)
        entries.append(Entry(key: key, value: AddressRole.recipient.bytes))
      }
      entries.append(Entry(key: addressKey(sender, place), value: role.bytes))
    }
    return entries
  }

  static func addressKey(_ address: Address, _ place: TransactionPlace) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(32)
    key.append(copying: address.bytes.storage.span)
    place.append(to: &key)
    return key
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
