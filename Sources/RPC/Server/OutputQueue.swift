/// Bytes to send, in pieces that are sent whole or not at all.
package struct OutputQueue: Sendable {
  /// What a piece is.
  package enum Kind: Sendable, Equatable {
    case response
    case message
    case ping
    case pong
    case close
  }

  private struct Piece: Sendable {
    var bytes: [UInt8]
    let kind: Kind
  }

  /// Small responses are joined, so that many of them leave in one call.
  private static let joinedBytesMax = 16 << 10
  /// Beyond so many pieces, pongs that were not sent yet give way to newer ones.
  private static let pieceCountMax = 64

  private var pieces: [Piece] = []
  private var first = 0
  /// How much of the first piece has been sent.
  private var sentCount = 0
  package private(set) var byteCount = 0

  package init() {}

  package var isEmpty: Bool { byteCount == 0 }

  package mutating func append(_ bytes: [UInt8], kind: Kind) {
    guard !bytes.isEmpty else { return }
    // Of many pings only the last must be answered, so a client that sends thousands and reads
    // nothing does not get as many pongs. RFC 6455, 5.5.3.
    if kind == .pong && pieces.count - first >= Self.pieceCountMax {
      removeUnsent { $0 == .pong }
    }
    byteCount += bytes.count
    if kind == .response, let last = pieces.indices.last, last >= first,
      pieces[last].bytes.count + bytes.count <= Self.joinedBytesMax
    {
      pieces[last].bytes.append(contentsOf: bytes)
    } else {
      pieces.append(Piece(bytes: bytes, kind: kind))
    }
  }

  /// The bytes to send next.
  package var front: ArraySlice<UInt8> {
    guard first < pieces.count else { return [] }
    return pieces[first].bytes[sentCount...]
  }

  /// Forgets what was sent.
  package mutating func remove(_ count: Int) {
    precondition(count <= front.count, "what was sent is the front")
    sentCount += count
    byteCount -= count
    guard first < pieces.count, sentCount == pieces[first].bytes.count else { return }
    pieces[first].bytes = []
    first += 1
    sentCount = 0
    if first == pieces.count {
      pieces.removeAll(keepingCapacity: pieces.capacity <= 64)
      first = 0
    } else if first >= 64 {
      pieces.removeSubrange(..<first)
      first = 0
    }
  }

  /// Drops every piece of which nothing has been sent.
  package mutating func dropUnsent() {
    removeUnsent { _ in true }
  }

  private mutating func removeUnsent(where isUnwanted: (Kind) -> Bool) {
    let keep = sentCount > 0 ? first + 1 : first
    guard keep < pieces.count else { return }
    for index in keep..<pieces.count where isUnwanted(pieces[index].kind) {
      byteCount -= pieces[index].bytes.count
      pieces[index].bytes = []
    }
    var position = 0
    pieces.removeAll { piece in
      defer { position += 1 }
      return position >= keep && piece.bytes.isEmpty
    }
  }
}
