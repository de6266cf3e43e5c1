/// What bounds the memory and the work of a node.
package enum ReplicaLimits {
  /// How many blocks wait for their bodies or for their parents.
  package static let openBodiesMax = 64

  /// How many final blocks wait to be executed before no more are fetched.
  package static let executionQueueMax = 64

  /// How many blocks are handed out for execution and not reported back.
  package static let executionsMax = 4

  /// What a peer may send in a second and in a burst, in bytes.
  package static let bytesPerSecondMax: UInt64 = 64 * 1024 * 1024
  package static let bytesBurstMax: UInt64 = 64 * 1024 * 1024

  /// How many signatures of a peer are checked in a second and in a burst.
  package static let signaturesPerSecondMax: UInt64 = 20_000
  package static let signaturesBurstMax: UInt64 = 70_000

  /// How many views of the next epoch are kept before it begins.
  package static let earlyViewsMax: UInt64 = 2

  /// How long a state was executed before a header names it, so that others have it too.
  package static let nameableAgeMilliseconds: UInt64 = 250

  /// How many block limits of gas may be ordered above the executed height a header names.
  package static let orderedLimitsMax: UInt64 = 2

  /// From which size on a body goes out as hashes, when all of it was sent before.
  package static let compactSizeBytesMin = 16 * 1024

  /// How long ago a transaction must have been sent for others to have it.
  package static let pushedMilliseconds: UInt64 = 100
}
