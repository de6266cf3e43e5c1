import Codec
import RPC
import TestSupport
import Testing

@Suite struct JSONReaderTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
  }

  private static let meanings: [(text: String, value: JSONValue)] = [
    ("null", nil), (" true ", true), ("false", false), ("0", 0), ("-0", .number("-0")),
    ("\"\"", ""), ("[]", []), ("{}", [:]), ("[1,[2]]", [1, [2]]), ("\t[ 1 ,\r\n2 ] ", [1, 2]),
    ("{\"a\":{\"b\":[null]}}", ["a": ["b": [nil]]]),
    ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"),
    ("\"\\u0041\\u00e9\\uD83D\\ude00\"", "Aé😀"), ("\"é😀\"", "é😀"), ("\"\\u0000\"", "\0"),
  ]

  @Test(arguments: meanings)
  func `a text is read as what it says`(text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test(arguments: [
    "0", "-1", "10", "1.5", "-0.0", "1e5", "1E+5", "1.25e-300", "9007199254740993",
    "340282366920938463463374607431768211456", "1" + String(repeating: "0", count: 500),
  ])
  func `a number keeps every digit it was written with`(text: String) throws {
    #expect(try parse(text) == .number(text))
    #expect(String(decoding: try parse(text).compactBytes, as: UTF8.self) == text)
  }

  @Test func `a number is converted where it fits`() throws {
    guard case .number(let number) = try parse("256") else { throw Absent() }
    #expect(number.integer(as: UInt8.self) == nil)
    #expect(number.integer(as: UInt16.self) == 256)
    guard case .number(let fraction) = try parse("1.0") else { throw Absent() }
    #expect(fraction.integer() == nil)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "+1", "01", "-", "-01", "1.", ".5", "1e", "1e+", "0x1", "NaN",
    "Infinity", "'a'", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"",
    "\"\u{1F}\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"", "{\"a\":",
    "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{,}", "[1}", "{\"a\":1]",
    "1 2", "[] []", "// c\n1", "\u{FEFF}1", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"",
    "\"\\ud83dx\"", "\"\\ud83d\\ud83d\"", "\"\\u+123\"", "\u{A0}1",
  ])
  func `what the grammar does not have is refused`(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test(
    arguments: [
      [0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFE, 0xFF, 0, 0x31], [0x31, 0], [0x22, 0xE2, 0x82],
    ] as [[UInt8]])
  func `bytes that are no text are refused`(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  @Test func `a name stands once in its object, however it is written`() {
    for text in ["{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":[],\"\\u0061\":2}"] {
      #expect {
        try parse(text)
      } throws: {
        ($0 as? JSONError)?.reason == .duplicateName("a")
      }
    }
    let many = (0..<5_000).map { "\"n\($0)\":0" }.joined(separator: ",")
    #expect(throws: Never.self) { try parse("{\(many)}") }
    #expect(throws: JSONError.self) { try parse("{\(many),\"n17\":1}") }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `depth has a limit`(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth - 1) + "\(opening == "[" ? "[" : "{")"
        + String(repeating: closing, count: depth)
    }
    #expect(throws: Never.self) { try parse(nested(RPCLimits.depthMax)) }
    for depth in [RPCLimits.depthMax + 1, 1_000_000] {
      #expect {
        try parse(nested(depth))
      } throws: {
        ($0 as? JSONError)?.reason == .tooDeep(limit: RPCLimits.depthMax)
      }
    }
  }

  @Test func `the number of values has a limit`() {
    let text = "[" + String(repeating: "0,", count: RPCLimits.valueCountMax) + "0]"
    #expect {
      try parse(text)
    } throws: {
      ($0 as? JSONError)?.reason == .tooManyValues(limit: RPCLimits.valueCountMax)
    }
  }

  @Test func `damaged texts are refused, or read as what they say now`() throws {
    let form = try parse(
      "{\"a\":[1,-2.5e3,\"é\\u0007\"],\"b\":null,\"c\":{\"d\":true,\"e\":false},\"f\":\"\"}"
    ).compactBytes
    let violations = Rejection.violations(of: form) { span in
      guard let value = try? JSONValue(parsing: [UInt8](copying: span)) else { return nil }
      let written = value.compactBytes
      // A text has other forms with the same meaning; writing it must settle on one.
      return (try? JSONValue(parsing: written).compactBytes) == written
        ? [UInt8](copying: span) : []
    }
    #expect(violations.isEmpty)
  }

  @Test(arguments: Seeds.many)
  func `what was written is read as it was`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let value = JSONValue.arbitrary(depth: 4, from: &random)
      #expect(try JSONValue(parsing: value.compactBytes) == value)
      #expect(try parse(value.render()) == value)
    }
  }
}

/// Something a test counts on is not there.
struct Absent: Error {}

extension JSONValue {
  /// A number by its digits.
  static func number(_ text: String) -> JSONValue {
    var reader = try? JSONReader(Array(text.utf8))
    return (try? reader?.readNumber()).map { JSONValue.number($0) } ?? .null
  }

  static func arbitrary(depth: Int, from random: inout SplitMix64) -> JSONValue {
    switch random.number(in: 0...(depth > 0 ? 6 : 4)) {
    case 0: return .null
    case 1: return .boolean(random.happens(oneIn: 2))
    case 2: return .number(Int64(truncatingIfNeeded: random.next()))
    case 3: return .number("-\(random.number(in: 0...99)).5e\(random.number(in: 0...999))")
    case 4: return .string(text(from: &random))
    case 5:
      return .array(
        (0..<random.number(in: 0...4)).map { _ in arbitrary(depth: depth - 1, from: &random) })
    default:
      var object = JSONObject()
      for _ in 0..<random.number(in: 0...4) {
        let name = text(from: &random)
        guard object[name] == nil else { continue }
        object.append(name, arbitrary(depth: depth - 1, from: &random))
      }
      return .object(object)
    }
  }

  private static func text(from random: inout SplitMix64) -> String {
    let pieces = ["a", "\"", "\\", "\n", "\0", "\u{7F}", "é", "😀", "/", "\u{2028}", "0", " "]
    return (0..<random.number(in: 0...6)).compactMap { _ in pieces.randomElement(using: &random) }
      .joined()
  }
}
