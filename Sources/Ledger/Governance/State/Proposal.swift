import Chain
import Codec

/// What somebody wants the validators to decide.
struct Proposal: Hashable {
  enum Matter: Hashable {
    case parameter(Parameter, UInt256)
    case spend(Address, Wei)
    /// Whether a meta node has a seat.
    case seat(Address, Bool)
  }

  let proposer: Address
  let matter: Matter
  /// The last epoch in which votes count.
  let lastEpoch: Epoch
  var hasPassed = false

  func isOpen(in epoch: Epoch) -> Bool { !hasPassed && epoch <= lastEpoch }
}

extension Proposal: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(proposer)
    switch matter {
    case .parameter(let parameter, let value):
      writer.write(1 as UInt8)
      writer.write(parameter.rawValue)
      writer.write(value)
    case .spend(let recipient, let amount):
      writer.write(2 as UInt8)
      writer.write(recipient)
      writer.write(amount)
    case .seat(let node, let seated):
      writer.write(3 as UInt8)
      writer.write(node)
      writer.write(seated ? 1 as UInt8 : 0)
    }
    writer.write(lastEpoch)
    writer.write(hasPassed ? 1 as UInt8 : 0)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    proposer = try Address(from: &reader, in: bytes)
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 1:
      let number = try reader.read(UInt16.self, in: bytes)
      guard let parameter = Parameter(rawValue: number) else {
        throw .unknown(type: "parameter", code: UInt64(number))
      }
      matter = .parameter(parameter, try UInt256(from: &reader, in: bytes))
    case 2:
      let recipient = try Address(from: &reader, in: bytes)
      matter = .spend(recipient, try Wei(from: &reader, in: bytes))
    case 3:
      let node = try Address(from: &reader, in: bytes)
      matter = .seat(node, try reader.read(UInt8.self, in: bytes) == 1)
    default:
      throw .unknown(type: "matter of a proposal", code: UInt64(code))
    }
    lastEpoch = try Epoch(from: &reader, in: bytes)
    hasPassed = try reader.read(UInt8.self, in: bytes) == 1
  }
}
