/// The fields this server looks at; others are checked for their form and passed over.
enum HTTPField: String, Sendable {
  case host
  case origin
  case connection
  case upgrade
  case expect
  case contentType = "content-type"
  case contentLength = "content-length"
  case contentEncoding = "content-encoding"
  case transferEncoding = "transfer-encoding"
  case requestedPrivateNetwork = "access-control-request-private-network"
  case webSocketKey = "sec-websocket-key"
  case webSocketVersion = "sec-websocket-version"

  /// Whether a second one contradicts the first; of the others, the values make up a list.
  var isSingle: Bool {
    switch self {
    case .host, .origin, .contentType, .contentLength, .webSocketKey, .webSocketVersion,
      .requestedPrivateNetwork:
      true
    case .connection, .upgrade, .expect, .contentEncoding, .transferEncoding: false
    }
  }
}
