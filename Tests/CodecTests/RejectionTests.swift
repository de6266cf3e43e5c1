import Codec
import TestSupport
import Testing

/// The checker of decoders finds each kind of careless decoder.
@Suite struct RejectionTests {
  private let form: [UInt8] = [2, 0, 0x40]

  private func copied(_ bytes: Span<UInt8>) -> [UInt8] { [UInt8](copying: bytes) }

  @Test func `a decoder of exactly three bytes breaks no rule`() {
    let violations = Rejection.violations(of: form) { $0.count == 3 ? copied($0) : nil }
    #expect(violations.isEmpty)
  }

  @Test func `a decoder that refuses the form itself is found`() {
    #expect(Rejection.violations(of: form) { _ in nil } == [.none])
  }

  @Test func `a decoder that takes a shorter form is found`() {
    let violations = Rejection.violations(of: form) {
      $0.count == 3 || $0.count == 1 ? copied($0) : nil
    }
    #expect(violations == [.truncation(count: 1)])
  }

  @Test func `a decoder that does not look at a bit is found`() {
    let violations = Rejection.violations(of: form) { bytes in
      guard bytes.count == 3 else { return nil }
      var read = copied(bytes)
      read[2] |= 0x40
      return read
    }
    #expect(violations == [.flip(byte: 2, bit: 6)])
  }

  @Test func `a decoder that stops before the end is found`() {
    let violations = Rejection.violations(of: form) {
      $0.count >= 3 ? copied($0.extracting(0..<3)) : nil
    }
    #expect(
      violations == [.extraByte(0x00), .extraByte(0x01), .extraByte(0x80), .extraByte(0xFF)])
  }
}

@Suite struct SplitMix64Tests {
  @Test func `the first numbers are those of the published algorithm`() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
    #expect(random.next() == 4_593_380_528_125_082_431)
    #expect(random.next() == 16_408_922_859_458_223_821)
  }
}
