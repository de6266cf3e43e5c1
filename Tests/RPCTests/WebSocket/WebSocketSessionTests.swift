import RPC
import TestSupport
import Testing

@Suite struct WebSocketSessionTests {
  /// What came of some frames.
  private struct Outcome: Equatable {
    var messages: [WebSocketMessage] = []
    var output: [UInt8] = []
    var isOpen = true

    var closingCode: Int? {
      guard !isOpen, output.count >= 4, let at = output.lastIndex(of: 0x88) else { return nil }
      return Int(output[at + 2]) << 8 | Int(output[at + 3])
    }
  }

  private func receive(
    _ bytes: [UInt8], pieceBytes: Int = .max, messageBytesMax: Int = 1 << 20
  ) -> Outcome {
    var session = WebSocketSession(messageBytesMax: messageBytesMax)
    var output = OutputQueue()
    var outcome = Outcome()
    var rest = bytes[...]
    repeat {
      session.append(rest.prefix(pieceBytes))
      rest = rest.dropFirst(pieceBytes)
      while let message = session.readMessage(answeringInto: &output) {
        outcome.messages.append(message)
      }
    } while !rest.isEmpty
    while !output.isEmpty {
      outcome.output += output.front
      output.remove(output.front.count)
    }
    outcome.isOpen = session.isOpen
    return outcome
  }

  private func text(_ text: String) -> WebSocketMessage { .text(Array(text.utf8)) }

  @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
  func `a message of any length arrives`(count: Int) {
    let payload = [UInt8](repeating: 0x61, count: count)
    #expect(receive(ClientFrame(0x82, payload).bytes).messages == [.binary(payload)])
    let cut = receive(ClientFrame(0x81, payload).bytes, pieceBytes: 1_000)
    #expect(cut.messages == [.text(payload)] && cut.isOpen)
  }

  @Test(arguments: [1, 2, 3, 7, .max])
  func `fragments make up a message, with control frames between them`(pieceBytes: Int) {
    let bytes =
      ClientFrame(0x01, Array("he".utf8)).bytes + ClientFrame(0x89, [1, 2]).bytes
      + ClientFrame(0x00, []).bytes + ClientFrame(0x8A, [3]).bytes
      + ClientFrame(0x80, Array("llo".utf8)).bytes + ClientFrame(0x82, [9]).bytes
    let outcome = receive(bytes, pieceBytes: pieceBytes)
    #expect(outcome.messages == [text("hello"), .binary([9])])
    #expect(outcome.output == [0x8A, 2, 1, 2])
    #expect(outcome.isOpen)
  }

  @Test(arguments: [
    ("a reserved bit", ClientFrame(0xC1, [])), ("another", ClientFrame(0xA1, [])),
    ("opcode 3", ClientFrame(0x83, [])), ("opcode 11", ClientFrame(0x8B, [])),
    ("no mask", ClientFrame(0x81, [], isMasked: false)), ("a ping in two", ClientFrame(0x09, [])),
    ("a long ping", ClientFrame(0x89, [UInt8](repeating: 0, count: 126))),
    ("nothing to continue", ClientFrame(0x80, [])), ("a short code", ClientFrame(0x88, [3])),
    ("code 999", ClientFrame(0x88, [0x03, 0xE7])), ("code 1005", ClientFrame(0x88, [0x03, 0xED])),
    ("code 1006", ClientFrame(0x88, [0x03, 0xEE])), ("code 5000", ClientFrame(0x88, [0x13, 0x88])),
    ("a long length for 1 byte", ClientFrame(0x82, [1], lengthBytes: 2)),
    ("a longer length", ClientFrame(0x82, [UInt8](repeating: 0, count: 200), lengthBytes: 8)),
  ])
  func `a breach of the protocol ends the connection`(name: String, frame: ClientFrame) {
    let outcome = receive(frame.bytes + ClientFrame(0x81, [0x61]).bytes)
    #expect(outcome.closingCode == 1002, "\(name)")
    #expect(outcome.messages.isEmpty)
  }

  @Test func `a message may not begin within another`() {
    let outcome = receive(ClientFrame(0x01, [0x61]).bytes + ClientFrame(0x81, [0x62]).bytes)
    #expect(outcome.closingCode == 1002 && outcome.messages.isEmpty)
  }

  @Test func `a length of 64 bits makes nobody set memory aside`() {
    let header: [UInt8] =
      [0x82, 0xFF] + [0x7F] + [UInt8](repeating: 0xFF, count: 7) + [0, 0, 0, 0]
    #expect(receive(header).closingCode == 1009)
    let negative: [UInt8] = [0x82, 0xFF] + [UInt8](repeating: 0xFF, count: 8) + [0, 0, 0, 0]
    #expect(receive(negative).closingCode == 1002)
  }

  @Test func `a message has a limit however it is cut`() {
    let part = [UInt8](repeating: 0, count: 60)
    #expect(receive(ClientFrame(0x82, part + part).bytes, messageBytesMax: 100).closingCode == 1009)
    let parts = ClientFrame(0x02, part).bytes + ClientFrame(0x80, part).bytes
    #expect(receive(parts, messageBytesMax: 100).closingCode == 1009)
    #expect(receive(parts, messageBytesMax: 120).isOpen)
  }

  @Test func `goodbye is answered with the same code`() {
    #expect(receive(ClientFrame(0x88, []).bytes).output == [0x88, 0])
    let outcome = receive(ClientFrame(0x88, [0x03, 0xE8] + Array("bye é".utf8)).bytes)
    #expect(outcome.closingCode == 1000 && !outcome.isOpen)
    #expect(receive(ClientFrame(0x88, [0x0F, 0xA0]).bytes).closingCode == 4000)
    #expect(receive(ClientFrame(0x88, [0x03, 0xE8, 0xC3]).bytes).closingCode == 1007)
  }

  @Test func `what comes after goodbye is not looked at`() {
    let outcome = receive(ClientFrame(0x88, [0x03, 0xE8]).bytes + ClientFrame(0x81, [0x61]).bytes)
    #expect(outcome.messages.isEmpty && outcome.closingCode == 1000)
  }

  @Test func `pings are answered, but of a flood only the last ones`() {
    func answers(_ count: Int) -> [UInt8] {
      receive((0..<count).flatMap { ClientFrame(0x89, [UInt8($0)]).bytes }).output
    }
    #expect(answers(10) == (0..<10).flatMap { [0x8A, 1, UInt8($0)] })
    let flood = answers(200)
    #expect(flood.count <= 3 * 65)
    #expect(flood.suffix(3) == [0x8A, 1, 199])
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF], [0x80], [0xC3, 0x28], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func `a text that is none is refused before it ends`(bytes: [UInt8]) {
    for frame in [ClientFrame(0x81, bytes), ClientFrame(0x01, bytes)] {
      #expect(receive(frame.bytes, pieceBytes: 1).closingCode == 1007)
    }
  }

  @Test func `a character may be cut in the middle, but not missing`() {
    let bytes = Array("é😀".utf8)
    for cut in 0...bytes.count {
      let frames =
        ClientFrame(0x01, Array(bytes[..<cut])).bytes
        + ClientFrame(0x80, Array(bytes[cut...])).bytes
      #expect(receive(frames).messages == [.text(bytes)])
    }
    for count in [1, 3, 4, 5] {
      #expect(receive(ClientFrame(0x81, Array(bytes.prefix(count))).bytes).closingCode == 1007)
    }
  }

  @Test(arguments: Seeds.many)
  func `any bytes are judged as the standard library does`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      var bytes = Array("aé€😀\u{10FFFF}".utf8)
      if !random.happens(oneIn: 3) {
        bytes[random.number(in: 0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
      }
      let isText = String(validating: bytes, as: UTF8.self) != nil
      let outcome = receive(
        ClientFrame(0x81, bytes).bytes, pieceBytes: random.number(in: 1...10))
      #expect(outcome.isOpen == isText && outcome.messages.isEmpty != isText)
    }
  }

  @Test func `damaged frames do no harm, however they are cut`() {
    let form =
      ClientFrame(0x01, Array("hé".utf8)).bytes + ClientFrame(0x89, [1]).bytes
      + ClientFrame(0x80, [UInt8](repeating: 0x61, count: 130)).bytes
      + ClientFrame(0x88, [0x03, 0xE8]).bytes
    for count in form.indices {
      #expect(receive(Array(form.prefix(count))).isOpen, "the first \(count) bytes")
    }
    var flipped = form
    for byte in form.indices {
      for bit in 0..<8 {
        flipped[byte] ^= 1 << bit
        #expect(receive(flipped) == receive(flipped, pieceBytes: 3))
        flipped[byte] = form[byte]
      }
    }
  }
}
