package import RPC

/// Why a JSON file is not what it should be, and where.
package enum JSONFileError: Error, Equatable {
  case notJSON(JSONError)
  /// Two members of one object have the name that ends the path.
  case duplicate(path: String)
  case missing(path: String)
  case unknown(path: String, known: [String])
  case wrongKind(path: String, found: String, expected: String)
  case wrongValue(path: String, found: String, reason: String)
}

extension JSONFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notJSON(let error):
      "the file must be JSON in UTF-8, and it is not: \(error)"
    case .duplicate(let path):
      "\(path) stands there twice"
    case .missing(let path):
      "\(path) is missing"
    case .unknown(let path, let known):
      "\(Quotation.of(path)) is not known; what can stand there: \(known.joined(separator: ", "))"
    case .wrongKind(let path, let found, let expected):
      "\(path) must be \(expected), and it is \(found)"
    case .wrongValue(let path, let found, let reason):
      "\(path) is \(Quotation.of(found)): \(reason)"
    }
  }
}
