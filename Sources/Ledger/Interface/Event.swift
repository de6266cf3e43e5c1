import Chain
import Codec
import Cryptography

/// Something a contract reports in a log: a struct whose stored properties are its arguments.
///
/// Arguments declared with `"indexed name"` become topics, the others data.
protocol Event: ABIRecord {
  static var name: String { get }
  static var summary: String { get }
}

extension Event {
  static var signature: ABISignature { ABISignature(name, fields.list.map(\.type)) }

  func log(by address: Address) -> Log {
    let words = encodedMembers(.indexed)
    var topics: [Digest] = []
    topics.reserveCapacity(ProtocolLimits.logTopicsMax)
    topics.append(Contracts.topic(of: Self.self))
    for start in stride(from: 0, to: words.count, by: 32) {
      topics.append(Digest(FixedBytes(copying: words.span.extracting(start..<start + 32))))
    }
    return Log(address: address, topics: topics, data: encodedMembers(.data))
  }
}
