/// The statuses this server answers with.
package enum HTTPStatus: Int, Sendable {
  case switchingProtocols = 101
  case ok = 200
  case noContent = 204
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case contentTooLarge = 413
  case uriTooLong = 414
  case unsupportedMediaType = 415
  case expectationFailed = 417
  case upgradeRequired = 426
  case fieldsTooLarge = 431
  case notImplemented = 501
  case unavailable = 503
  case versionNotSupported = 505

  /// The first line of an answer.
  var line: String {
    switch self {
    case .switchingProtocols: "HTTP/1.1 101 Switching Protocols\r\n"
    case .ok: "HTTP/1.1 200 OK\r\n"
    case .noContent: "HTTP/1.1 204 No Content\r\n"
    case .badRequest: "HTTP/1.1 400 Bad Request\r\n"
    case .forbidden: "HTTP/1.1 403 Forbidden\r\n"
    case .notFound: "HTTP/1.1 404 Not Found\r\n"
    case .methodNotAllowed: "HTTP/1.1 405 Method Not Allowed\r\n"
    case .requestTimeout: "HTTP/1.1 408 Request Timeout\r\n"
    case .contentTooLarge: "HTTP/1.1 413 Content Too Large\r\n"
    case .uriTooLong: "HTTP/1.1 414 URI Too Long\r\n"
    case .unsupportedMediaType: "HTTP/1.1 415 Unsupported Media Type\r\n"
    case .expectationFailed: "HTTP/1.1 417 Expectation Failed\r\n"
    case .upgradeRequired: "HTTP/1.1 426 Upgrade Required\r\n"
    case .fieldsTooLarge: "HTTP/1.1 431 Request Header Fields Too Large\r\n"
    case .notImplemented: "HTTP/1.1 501 Not Implemented\r\n"
    case .unavailable: "HTTP/1.1 503 Service Unavailable\r\n"
    case .versionNotSupported: "HTTP/1.1 505 HTTP Version Not Supported\r\n"
    }
  }
}
