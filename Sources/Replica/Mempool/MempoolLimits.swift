/// How much may wait, and for how long.
package struct MempoolLimits: Sendable {
  /// The raw bytes of all transactions together.
  package var sizeBytesMax = 64 * 1024 * 1024
  /// The raw bytes of transactions that one peer brought.
  package var sizeBytesPerPeerMax = 16 * 1024 * 1024
  /// The transactions of one sender; also how far a nonce may lie ahead.
  package var countPerSenderMax = 1_024
  /// The raw bytes of transactions of one sender.
  package var sizeBytesPerSenderMax = 1024 * 1024
  /// How long a transaction waits at most.
  package var lifetimeMilliseconds: UInt64 = 3 * 3_600 * 1_000
  /// By how much a replacement must pay more, in hundredths.
  package var replacementPercent: UInt128 = 10

  package init() {}
}
