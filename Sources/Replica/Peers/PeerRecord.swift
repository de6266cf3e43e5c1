import Chain
import Cryptography

/// What is known about a peer that is there.
struct PeerRecord: Sendable {
  /// How engines call it when it speaks for no member.
  let number: UInt64
  var key: PublicKey?
  var status: PeerStatus?
  /// What it may send.
  var bytes: TokenBucket
  var signatures: TokenBucket
  /// What it is answered, so that short questions do not fetch long answers without end.
  var answers: TokenBucket
  /// Until when nothing is asked of it, since it did not answer.
  var restsUntil: UInt64 = 0
  /// When the engine may be told again that it is there.
  var meetsAt: UInt64 = 0
  /// When it last said anything; it says how far it is all the time.
  var heardAt: UInt64

  init(number: UInt64, key: PublicKey?, at milliseconds: UInt64) {
    self.number = number
    self.key = key
    heardAt = milliseconds
    bytes = TokenBucket(
      perSecond: ReplicaLimits.bytesPerSecondMax, burst: ReplicaLimits.bytesBurstMax,
      at: milliseconds)
    signatures = TokenBucket(
      perSecond: ReplicaLimits.signaturesPerSecondMax, burst: ReplicaLimits.signaturesBurstMax,
      at: milliseconds)
    answers = TokenBucket(
      perSecond: ReplicaLimits.answerBytesPerSecondMax, burst: ReplicaLimits.answerBytesBurstMax,
      at: milliseconds)
  }
}
