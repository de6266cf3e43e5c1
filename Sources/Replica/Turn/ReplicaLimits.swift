import Chain

/// What bounds the memory and the work of a node.
package enum ReplicaLimits {
  /// How many peers a node talks to.
  package static let peersMax = 512

  /// How many blocks wait for their bodies, how many for their parents, and how many are asked for.
  package static let openBodiesMax = 64

  /// How many final blocks wait to be executed before no more are fetched.
  package static let executionQueueMax = 64

  /// How many blocks are handed out for execution and not reported back.
  package static let executionsMax = 4

  /// How many ranges of blocks are asked for, checked or kept at one time.
  package static let rangesMax = 4

  /// How many blocks are asked for in one range.
  package static let rangeSpan: UInt64 = 64

  /// How often another peer is asked for a snapshot, or for a part of one, before it is given up.
  package static let snapshotFailuresMax = 4

  /// What a peer may send in a second and in a burst, in bytes.
  package static let bytesPerSecondMax: UInt64 = 64 * 1024 * 1024
  package static let bytesBurstMax: UInt64 = 64 * 1024 * 1024

  /// What a peer is answered in a second and in a burst, in bytes.
  package static let answerBytesPerSecondMax: UInt64 = 32 * 1024 * 1024
  package static let answerBytesBurstMax: UInt64 = 128 * 1024 * 1024

  /// What an answer from the database counts for, whose size is not known beforehand, and the least
  /// it counts for afterwards.
  package static let storedAnswerSizeBytes = ProtocolLimits.rangeSizeBytesMax
  package static let storedAnswerSizeBytesMin = 64 * 1024

  /// What a proof counts for: the way through the tree costs more than the bytes do.
  package static let proofSizeBytes = 256 * 1024

  /// How many signatures of a peer are checked in a second and in a burst.
  package static let signaturesPerSecondMax: UInt64 = 20_000
  package static let signaturesBurstMax: UInt64 = 70_000

  /// How many bytes of peers' transactions are checked at one time, and how many a short one counts
  /// for; what comes beyond is dropped, as its senders send it again.
  package static let checkedTransactionsSizeBytesMax = 16 * 1024 * 1024
  package static let checkedTransactionSizeBytesMin = 256

  /// How long a transaction of a body may be for that to be checked in passing.
  package static let briefSizeBytesMax = 1_024

  /// How many certificates over one statement wait while another is checked.
  package static let rivalCertificatesMax = 2

  /// How long a state was executed before a header names it, so that others have it too.
  package static let nameableAgeMilliseconds: UInt64 = 250

  /// How many block limits of gas may be ordered above the executed height a header names.
  package static let orderedLimitsMax: UInt64 = 2

  /// From which size on a body goes out as hashes, when all of it was sent before.
  package static let compactSizeBytesMin = 16 * 1024

  /// How long ago a transaction must have been sent for others to have it.
  package static let pushedMilliseconds: UInt64 = 100

  /// How many transactions that did not get into the pool are remembered, checked and garbage each,
  /// and the bytes of those that were checked.
  package static let rememberedTransactionsMax = 16_384
  package static let rememberedSizeBytesMax = 16 * 1024 * 1024

  /// How many transactions of clients are watched, to be sent again while they wait.
  package static let watchedTransactionsMax = 65_536

  /// How many bytes of them are sent again in one message.
  package static let repeatedSizeBytesMax = 128 * 1024
}
