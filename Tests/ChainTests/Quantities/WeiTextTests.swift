import Chain
import TestSupport
import Testing

@Suite struct WeiTextTests {
  @Test(
    arguments: [
      ("0wei", 0), ("0stos", 0), ("7wei", 7), ("1gwei", 1_000_000_000),
      ("1.5gwei", 1_500_000_000), ("0.000000001gwei", 1), ("1stos", 1_000_000_000_000_000_000),
      ("1.50stos", 1_500_000_000_000_000_000), ("0.000000000000000001stos", 1),
      ("340282366920938463463374607431768211455wei", .max),
      ("340282366920938463463.374607431768211455stos", .max),
    ] as [(String, UInt128)])
  func `an amount is a number with its unit`(text: String, units: UInt128) throws {
    #expect(try Wei(text: text) == Wei(units))
  }

  @Test(
    arguments: [
      ("", .form), ("stos", .form), (".5stos", .form), ("1.stos", .form), ("01stos", .form),
      ("00.5stos", .form), ("-1stos", .form), ("+1stos", .form), (" 1stos", .form),
      ("٣stos", .form), ("1", .unit), ("1.5", .unit), ("1 stos", .unit), ("1STOS", .unit),
      ("1stos ", .unit), ("1ether", .unit), ("1e18wei", .unit), ("1_000stos", .unit),
      ("1,5stos", .unit), ("1.2.3stos", .unit), ("1.0wei", .tooFine(.wei)),
      ("0.0000000001gwei", .tooFine(.gwei)), ("1.1234567890123456789stos", .tooFine(.stos)),
      ("340282366920938463463374607431768211456wei", .tooLarge),
      ("340282366920938463464stos", .tooLarge),
      ("99999999999999999999999999999999999999999999wei", .tooLarge),
    ] as [(String, WeiTextError)])
  func `whatever else is refused`(text: String, error: WeiTextError) {
    #expect(throws: error) { try Wei(text: text) }
  }

  @Test func `an amount is written in the largest unit it has one of`() {
    let amounts: [(UInt128, String)] = [
      (0, "0stos"), (1, "1wei"), (999_999_999, "999999999wei"), (1_000_000_000, "1gwei"),
      (1_000_000_001, "1.000000001gwei"), (1_500_000_000_000_000_000, "1.5stos"),
      (.max, "340282366920938463463.374607431768211455stos"),
    ]
    for (units, text) in amounts { #expect(Wei(units).text == text) }
  }

  @Test(arguments: Seeds.many)
  func `what is written is read as the same amount`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let bits = UInt128(random.next()) << 64 | UInt128(random.next())
      let amount = Wei(bits >> UInt128(random.number(in: 0...127)))
      #expect(try Wei(text: amount.text) == amount)
    }
  }
}
