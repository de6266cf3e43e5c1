extension HTTPHead {
  /// Parses a request line and fields, each ended by CR LF; the empty line is left out.
  ///
  /// It is stricter than RFC 9112 has to be wherever being lenient would let two readers of the
  /// same bytes see different requests.
  init(parsing bytes: ArraySlice<UInt8>) throws(HTTPRefusal) {
    var lines = HeadLines(bytes)
    guard let first = lines.next() else { throw .malformed("the request is empty") }
    let (method, target, isVersion10) = try Self.parseRequestLine(first)
    var fields: [FieldLine] = []
    var count = 0
    while let line = lines.next() {
      count += 1
      guard count <= RPCLimits.fieldCountMax else {
        throw HTTPRefusal(.fieldsTooLarge, "more than \(RPCLimits.fieldCountMax) fields")
      }
      guard let field = try Self.parseField(line) else { continue }
      if field.field.isSingle, fields.contains(where: { $0.field == field.field }) {
        throw .malformed("two fields \(field.field.rawValue)")
      }
      fields.append(field)
    }
    let framing = try Self.framing(fields, isVersion10: isVersion10)
    self.init(
      method: method, target: target, isVersion10: isVersion10, fields: fields, framing: framing)
    try checkHost()
    let expectations = tokens(.expect)
    guard expectations.isEmpty || expectations == ["100-continue"] else {
      throw HTTPRefusal(.expectationFailed, "the only expectation that is met is 100-continue")
    }
  }

  private static func parseRequestLine(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPRefusal) -> (method: String, target: String, isVersion10: Bool) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("the request line has three parts") }
    guard !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
      throw .malformed("the method is no token")
    }
    let isVersion10: Bool
    switch String(decoding: parts[2], as: UTF8.self) {
    case "HTTP/1.1": isVersion10 = false
    case "HTTP/1.0": isVersion10 = true
    case let other where other.hasPrefix("HTTP/") && other.utf8.count == 8:
      throw HTTPRefusal(.versionNotSupported, "only HTTP/1.1 is spoken here")
    default: throw .malformed("the request line does not end with a version")
    }
    guard !parts[1].isEmpty, parts[1].allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .malformed("the target has bytes outside ASCII")
    }
    let method = String(decoding: parts[0], as: UTF8.self)
    return (method, try target(String(decoding: parts[1], as: UTF8.self)), isVersion10)
  }

  /// The path of a target in any of the forms a server must understand.
  private static func target(_ text: String) throws(HTTPRefusal) -> String {
    if text.hasPrefix("/") || text == "*" { return text }
    // The absolute form is sent to proxies; the host is the one the field names, which is checked.
    guard text.lowercased().hasPrefix("http://") else {
      throw .malformed("the target is no path")
    }
    let rest = text.dropFirst("http://".count)
    guard let slash = rest.firstIndex(of: "/") else { return "/" }
    return String(rest[slash...])
  }

  /// Reads a line, or returns nothing if the field is of no interest.
  private static func parseField(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPRefusal) -> FieldLine? {
    guard let first = line.first, first != 0x20, first != 0x09 else {
      throw .malformed("a field is continued on the next line")
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw .malformed("a field has no colon")
    }
    let name = line[..<colon]
    guard !name.isEmpty, name.allSatisfy(isTokenByte) else {
      throw .malformed("the name of a field is no token")
    }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      throw .malformed("a field has control characters")
    }
    let lowered = name.map(\.lowered)
    guard let field = HTTPField(rawValue: String(decoding: lowered, as: UTF8.self)) else {
      return nil
    }
    guard value.allSatisfy({ $0 < 0x80 }) else {
      throw .malformed("the field \(field.rawValue) has bytes outside ASCII")
    }
    return FieldLine(field: field, value: String(decoding: value, as: UTF8.self))
  }

  private static func framing(
    _ fields: [FieldLine], isVersion10: Bool
  ) throws(HTTPRefusal) -> Framing {
    let length = fields.first { $0.field == .contentLength }?.value
    guard fields.contains(where: { $0.field == .transferEncoding }) else {
      guard let length else { return .length(0) }
      guard !length.isEmpty, length.utf8.allSatisfy(\.isDigit) else {
        throw .malformed("the content length is no number")
      }
      // A number of more than 64 bits is a body beyond every limit.
      return .length(Int(length) ?? .max)
    }
    guard length == nil else {
      throw .malformed("a content length and a transfer encoding contradict each other")
    }
    guard !isVersion10 else { throw .malformed("HTTP/1.0 has no transfer encodings") }
    guard tokens(.transferEncoding, in: fields) == ["chunked"] else {
      throw HTTPRefusal(.notImplemented, "the only transfer encoding is chunked")
    }
    return .chunked
  }

  private func checkHost() throws(HTTPRefusal) {
    guard let host else {
      if isVersion10 { return }
      throw .malformed("the field host is missing")
    }
    let signs = "-._~:[]".utf8
    let allowed = host.utf8.allSatisfy { $0.isLetter || $0.isDigit || signs.contains($0) }
    guard allowed else { throw .malformed("the host is no name or address") }
  }

  /// RFC 9110, 5.6.2.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    if byte.isLetter || byte.isDigit { return true }
    return switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

/// Cuts a head into its lines.
private struct HeadLines {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func next() -> ArraySlice<UInt8>? {
    // Every line feed has a carriage return in front, as the scan for the end of the head saw.
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<(end - 1)]
  }
}
