/// What a request says before its body.
package struct HTTPHead: Sendable, Equatable {
  /// How the body is delimited.
  package enum Framing: Sendable, Equatable {
    case length(Int)
    case chunked
  }

  package let method: String
  /// The path with its query, or `*`.
  package let target: String
  /// HTTP/1.0 knows no persistent connections, chunks or interim answers.
  package let isVersion10: Bool
  package let host: String?
  package let framing: Framing
  private let fields: [FieldLine]

  struct FieldLine: Sendable, Equatable {
    let field: HTTPField
    let value: String
  }

  init(
    method: String, target: String, isVersion10: Bool, fields: [FieldLine], framing: Framing
  ) {
    self.method = method
    self.target = target
    self.isVersion10 = isVersion10
    self.fields = fields
    self.framing = framing
    host = fields.first { $0.field == .host }?.value
  }

  subscript(field: HTTPField) -> String? {
    fields.first { $0.field == field }?.value
  }

  var path: Substring { target.prefix { $0 != "?" } }

  /// The elements of all fields of one name, in lower case.
  func tokens(_ field: HTTPField) -> [String] {
    Self.tokens(field, in: fields)
  }

  static func tokens(_ field: HTTPField, in lines: [FieldLine]) -> [String] {
    lines.filter { $0.field == field }
      .flatMap { $0.value.split(separator: ",") }
      .map { $0.trimming(while: { $0 == " " || $0 == "\t" }).lowercased() }
      .filter { !$0.isEmpty }
  }

  /// Whether the client would use the connection again.
  package var keepsAlive: Bool {
    let tokens = tokens(.connection)
    return isVersion10
      ? tokens.contains("keep-alive") && !tokens.contains("close") : !tokens.contains("close")
  }

  package var expectsContinue: Bool { !isVersion10 && tokens(.expect) == ["100-continue"] }

  package var asksForWebSocket: Bool { tokens(.upgrade).contains("websocket") }
}

extension Substring {
  func trimming(while isPadding: (Character) -> Bool) -> Substring {
    var rest = drop(while: isPadding)
    while let last = rest.last, isPadding(last) { rest.removeLast() }
    return rest
  }
}
