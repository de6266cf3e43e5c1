import Codec
import Replica
import TestSupport
import Testing

@Suite("Messages between nodes")
struct PeerMessageTests {
  @Test("have one form, and nothing near it is read as another", arguments: Seeds.few)
  func form(seed: UInt64) throws {
    for kind in PeerMessage.Kind.allCases {
      var random = SplitMix64(seed: seed)
      let message = try PeerMessage.arbitrary(kind, from: &random)
      #expect(message.kind == kind)
      #expect(message.canonicalBytes.first == kind.rawValue)
      #expect(Rejection.violations(of: message).isEmpty, "\(kind)")
    }
  }

  @Test("of any bytes are read or refused", arguments: Seeds.many)
  func anyBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for kind in 0...UInt8(PeerMessage.Kind.allCases.count + 1) {
      let bytes = [kind] + random.bytes(count: 0...400)
      if let message = try? PeerMessage(canonicalBytes: bytes.span) {
        #expect(message.canonicalBytes == bytes)
      }
    }
  }

  @Test func `with counts beyond the limits are refused before memory is set aside`() {
    let kinds: [PeerMessage.Kind] = [.transactions, .range, .highest]
    var messages = kinds.map { [$0.rawValue, 0xFF, 0xFF, 0xFF, 0xFF] }
    // No certificates, and very many votes.
    messages.append([PeerMessage.Kind.highest.rawValue, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])
    for bytes in messages {
      #expect {
        try PeerMessage(canonicalBytes: bytes.span)
      } throws: { error in
        guard case ByteError.tooLong(count: 0xFFFF_FFFF, limit: _) = error else { return false }
        return true
      }
    }
  }
}
