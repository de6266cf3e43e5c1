/// Cuts Swift text into tokens and sets its comments apart.
///
/// It knows what the rules depend on: nested comments, every form of string literal, and the code
/// inside interpolations, which becomes tokens like any other code. A sign is one character. A
/// regular expression between bare slashes is told from a division by what stands before it.
struct SwiftLexer {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var startsLine = true
  private var isGlued = false
  private(set) var tokens: [Token] = []
  private(set) var comments: [Comment] = []

  init(_ text: String) {
    bytes = Array(text.utf8)
    scanCode(insideInterpolation: false)
  }

  private func byte(ahead offset: Int = 0) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func append(_ kind: Token.Kind, _ text: String) {
    tokens.append(
      Token(kind: kind, text: text, line: line, isGlued: isGlued, startsLine: startsLine))
    startsLine = false
    isGlued = true
  }

  private mutating func newline() {
    position += 1
    line += 1
    startsLine = true
    isGlued = false
  }

  private mutating func scanCode(insideInterpolation: Bool) {
    var depth = 0
    while position < bytes.count {
      switch byte() {
      case .newline:
        newline()
      case .space, .tab, .carriageReturn:
        position += 1
        isGlued = false
      case .slash where byte(ahead: 1) == .slash:
        scanLineComment()
      case .slash where byte(ahead: 1) == .asterisk:
        scanBlockComment()
      case .slash where beginsRegex:
        scanRegex(pounds: 0)
      case .quote:
        scanString(pounds: 0)
      case .pound where delimiter(behindPounds: .quote) != nil:
        scanString(pounds: delimiter(behindPounds: .quote) ?? 0)
      case .pound where delimiter(behindPounds: .slash) != nil:
        scanRegex(pounds: delimiter(behindPounds: .slash) ?? 0)
      case .backtick:
        scanQuotedWord()
      case let first where first.isDigit:
        scanNumber()
      case let first where first.isWordByte:
        scanWord()
      case let sign:
        if sign == .open { depth += 1 }
        if sign == .close { depth -= 1 }
        position += 1
        append(.sign, String(decoding: [sign], as: UTF8.self))
        if insideInterpolation && depth == 0 { return }
      }
    }
  }

  private mutating func scanWord() {
    let start = position
    while byte().isWordByte { position += 1 }
    append(.word, text(from: start))
  }

  private mutating func scanQuotedWord() {
    let start = position
    position += 1
    while position < bytes.count && byte() != .backtick && byte() != .newline { position += 1 }
    if byte() == .backtick { position += 1 }
    append(.word, text(from: start))
  }

  private mutating func scanNumber() {
    let start = position
    // In `pair.0.1` the digits are members, so the second dot begins no fraction.
    let isMember = tokens.last?.isSign(".") == true && isGlued
    while byte().isWordByte { position += 1 }
    if !isMember && byte() == .dot && byte(ahead: 1).isDigit {
      position += 1
      while byte().isWordByte { position += 1 }
    }
    append(.number, text(from: start))
  }
}

// MARK: - Comments

extension SwiftLexer {
  private mutating func scanLineComment() {
    let start = position
    while position < bytes.count && byte() != .newline { position += 1 }
    comments.append(Comment(text: text(from: start), line: line))
  }

  private mutating func scanBlockComment() {
    var depth = 0
    var start = position
    repeat {
      if byte() == .slash && byte(ahead: 1) == .asterisk {
        depth += 1
        position += 2
      } else if byte() == .asterisk && byte(ahead: 1) == .slash {
        depth -= 1
        position += 2
      } else if byte() == .newline {
        comments.append(Comment(text: text(from: start), line: line))
        newline()
        start = position
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
    comments.append(Comment(text: text(from: start), line: line))
    isGlued = false
  }
}

// MARK: - Literals

extension SwiftLexer {
  /// How many pound signs stand here, if the given delimiter follows them.
  private func delimiter(behindPounds delimiter: UInt8) -> Int? {
    var pounds = 0
    while byte(ahead: pounds) == .pound { pounds += 1 }
    return byte(ahead: pounds) == delimiter ? pounds : nil
  }

  private func standsHere(_ count: Int, _ character: UInt8, pounds: Int) -> Bool {
    for offset in 0..<count where byte(ahead: offset) != character { return false }
    for offset in 0..<pounds where byte(ahead: count + offset) != .pound { return false }
    return true
  }

  private mutating func scanString(pounds: Int) {
    position += pounds
    let quotes = standsHere(3, .quote, pounds: 0) ? 3 : 1
    position += quotes
    // The token stands before the tokens of its interpolations; its text is known only at the end.
    let place = tokens.count
    append(.string, "")
    var content: [UInt8] = []
    while position < bytes.count && !standsHere(quotes, .quote, pounds: pounds) {
      if byte() == .backslash && isEscape(pounds: pounds) {
        position += 1 + pounds
        if byte() == .open {
          scanCode(insideInterpolation: true)
        } else if byte() != .newline {
          position += 1
        }
      } else if byte() == .newline {
        // An unclosed literal ends with its line, so one mistake does not swallow the file.
        guard quotes == 3 else { break }
        content.append(byte())
        newline()
      } else {
        content.append(byte())
        position += 1
      }
    }
    if standsHere(quotes, .quote, pounds: pounds) { position += quotes + pounds }
    tokens[place].text = String(decoding: content, as: UTF8.self)
    isGlued = true
    startsLine = false
  }

  private func isEscape(pounds: Int) -> Bool {
    for offset in 0..<pounds where byte(ahead: 1 + offset) != .pound { return false }
    return true
  }

  /// Whether a slash here begins a regular expression rather than divides.
  private var beginsRegex: Bool {
    let next = byte(ahead: 1)
    guard next != .space && next != .close && next != .comma && next != .newline else {
      return false
    }
    if let last = tokens.last, last.line == line {
      guard last.kind == .sign, !last.isSign(")"), !last.isSign("]"), !last.isSign("}") else {
        return false
      }
    }
    let rest = bytes[(position + 1)...].prefix { $0 != .newline }
    return rest.contains(.slash)
  }

  private mutating func scanRegex(pounds: Int) {
    position += pounds + 1
    append(.string, "")
    while position < bytes.count && !standsHere(1, .slash, pounds: pounds) {
      if byte() == .newline {
        newline()
      } else {
        position += byte() == .backslash ? 2 : 1
      }
    }
    position = min(position + 1 + pounds, bytes.count)
  }
}

extension UInt8 {
  fileprivate static var newline: Self { 0x0A }
  fileprivate static var carriageReturn: Self { 0x0D }
  fileprivate static var tab: Self { 0x09 }
  fileprivate static var space: Self { 0x20 }
  fileprivate static var quote: Self { 0x22 }
  fileprivate static var pound: Self { 0x23 }
  fileprivate static var open: Self { 0x28 }
  fileprivate static var close: Self { 0x29 }
  fileprivate static var asterisk: Self { 0x2A }
  fileprivate static var comma: Self { 0x2C }
  fileprivate static var dot: Self { 0x2E }
  fileprivate static var slash: Self { 0x2F }
  fileprivate static var backslash: Self { 0x5C }
  fileprivate static var backtick: Self { 0x60 }

  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }

  /// Letters, digits, underscore, dollar, and every byte beyond ASCII.
  fileprivate var isWordByte: Bool {
    isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || self == 0x5F || self == 0x24 || self >= 0x80
  }
}
