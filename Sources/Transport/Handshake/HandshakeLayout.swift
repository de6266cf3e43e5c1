/// What the messages of a handshake look like.
///
/// ```
///        ┌───────────┬─────────┬──────────┬───────────────┬───────────────┐
/// hello  │ tradewind │ version │ chain id │ genesis hash  │ ephemeral key │  dialler
///        │ 9 bytes   │ u16     │ u64      │ 32 bytes      │ 33 bytes      │
///        ├───┬───────┴─────────┴──┬───────┴───────────────┴───────────────┤
/// answer │ 1 │ ephemeral key      │ sealed: transport key 33, signature 64│  listener
///        ├───┼────────────────────┴───────────────────────────────────────┤
/// proof  │ 1 │ sealed: transport key 33, signature 64                     │  dialler
///        ├───┼──────┬─────────┬──────────┬──────────────┬─────────────────┘
/// refusal│ 2 │ code │ version │ chain id │ genesis hash │  either, instead of answer or proof
///        └───┴──────┴─────────┴──────────┴──────────────┘
/// ```
///
/// Numbers are little-endian. What is sealed has sixteen bytes of tag behind it.
package enum HandshakeLayout {
  /// Changes with anything that two nodes must agree on to understand each other's frames.
  package static let version: UInt16 = 1

  package static let magic = Array("tradewind".utf8)
  package static let helloBytes = magic.count + 2 + 8 + 32 + 33
  /// A transport key and its signature of the transcript.
  package static let proofBytes = 33 + 64
  package static let sealedProofBytes = proofBytes + 16
  package static let answerBytes = 1 + 33 + sealedProofBytes
  package static let proofMessageBytes = 1 + sealedProofBytes
  package static let refusalBytes = 1 + 1 + 2 + 8 + 32

  package static let proofKind: UInt8 = 1
  package static let refusalKind: UInt8 = 2
}
