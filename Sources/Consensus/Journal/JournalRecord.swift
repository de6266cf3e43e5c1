package import Chain
package import Codec

/// What a validator writes down before it acts on it.
package enum JournalRecord: Sendable {
  /// The first record of a file.
  case opening(JournalOpening)
  /// The network this journal belongs to for ever, known once a node opens it for the first time.
  case binding(Network)
  /// A vote of this validator's own.
  case vote(Vote)
  /// A vote of its own that it had forgotten and heard from others; it counts as cast.
  case recalled(Vote)
  /// A certificate it has seen.
  case certificate(Certificate)
  /// That the epoch's closing block is final, after which nothing is signed in the epoch.
  case closed(Epoch)
  /// Whether its own memory can be trusted, from here on.
  case standing(Standing)
  /// That the operator lets it vote in an epoch in spite of a lost journal.
  case acceptance(Epoch)
}

extension JournalRecord: Canonical {
  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .opening(let opening):
      writer.write(1 as UInt8)
      writer.write(opening)
    case .binding(let network):
      writer.write(2 as UInt8)
      writer.write(network)
    case .vote(let vote):
      writer.write(3 as UInt8)
      writer.write(vote)
    case .recalled(let vote):
      writer.write(4 as UInt8)
      writer.write(vote)
    case .certificate(let certificate):
      writer.write(5 as UInt8)
      writer.write(certificate)
    case .closed(let epoch):
      writer.write(6 as UInt8)
      writer.write(epoch)
    case .standing(let standing):
      writer.write(7 as UInt8)
      writer.write(standing)
    case .acceptance(let epoch):
      writer.write(8 as UInt8)
      writer.write(epoch)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 1: self = .opening(try JournalOpening(from: &reader, in: bytes))
    case 2: self = .binding(try Network(from: &reader, in: bytes))
    case 3: self = .vote(try Vote(from: &reader, in: bytes))
    case 4: self = .recalled(try Vote(from: &reader, in: bytes))
    case 5: self = .certificate(try Certificate(from: &reader, in: bytes))
    case 6: self = .closed(try Epoch(from: &reader, in: bytes))
    case 7: self = .standing(try Standing(from: &reader, in: bytes))
    case 8: self = .acceptance(try Epoch(from: &reader, in: bytes))
    default: throw .unknown(type: "journal record", code: UInt64(code))
    }
  }
}
