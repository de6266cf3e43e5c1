import Chain
import Codec

/// What a delegator has with a validator.
struct Delegation: Hashable {
  /// Shares that came from another validator, and cannot go on to a third for a while.
  struct Moved: Hashable {
    let departure: Departure
    var shares: UInt128
  }

  /// So that a record and the work of a call stay small.
  static let movedCountMax = 16

  var shares: UInt128 = 0
  /// The oldest first; their shares are among `shares`.
  var moved: [Moved] = []
  /// The validator's index when the delegation was last credited.
  var rewardIndex: UInt256
  /// What it was credited with and has not withdrawn.
  var reward = Wei.zero

  /// Shares that can be redelegated.
  var freeShares: UInt128 { moved.reduce(shares) { $0 - $1.shares } }

  /// Takes out shares, moved ones first, and says where each part came from.
  mutating func take(_ count: UInt128) -> [(shares: UInt128, departure: Departure?)] {
    precondition(count <= shares, "nobody takes out more shares than there are")
    shares -= count
    var left = count
    var parts: [(shares: UInt128, departure: Departure?)] = []
    while left > 0, let first = moved.first {
      let part = min(left, first.shares)
      parts.append((part, first.departure))
      left -= part
      if part == first.shares { moved.removeFirst() } else { moved[0].shares -= part }
    }
    if left > 0 { parts.append((left, nil)) }
    return parts
  }
}

extension Delegation.Moved: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(departure)
    writer.write(shares)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    departure = try Departure(from: &reader, in: bytes)
    shares = try reader.read(in: bytes)
  }
}

extension Delegation: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(shares)
    writer.writeList(moved)
    writer.write(rewardIndex)
    writer.write(reward)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    shares = try reader.read(in: bytes)
    moved = try reader.readList(atMost: Self.movedCountMax, in: bytes)
    rewardIndex = try UInt256(from: &reader, in: bytes)
    reward = try Wei(from: &reader, in: bytes)
  }
}
