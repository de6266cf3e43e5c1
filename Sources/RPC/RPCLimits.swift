/// How much a client may ask of the server, where the operator does not say otherwise.
package enum RPCLimits {
  // HTTP. A head is everything before the body: the request line and the fields.
  package static let headBytesMax = 16 << 10
  package static let requestLineBytesMax = 8 << 10
  package static let fieldCountMax = 100
  package static let bodyBytesMax = 5 << 20
  /// Of a chunked body: what its size lines and trailers may take in all.
  package static let chunkExtensionBytesMax = 16 << 10

  // JSON.
  package static let depthMax = 64
  /// Values in one text, so that a body of five mebibytes of brackets stays small in memory.
  package static let valueCountMax = 1 << 17

  // JSON-RPC.
  package static let batchCountMax = 1_000
  package static let answerBytesMax = 25 << 20
}
