/// Why a request is not answered as it would like: a status, and a sentence for who reads it.
package struct HTTPRefusal: Error, Equatable, Sendable {
  package let status: HTTPStatus
  package let reason: String

  init(_ status: HTTPStatus, _ reason: String) {
    self.status = status
    self.reason = reason
  }

  static func malformed(_ reason: String) -> HTTPRefusal { HTTPRefusal(.badRequest, reason) }
}
