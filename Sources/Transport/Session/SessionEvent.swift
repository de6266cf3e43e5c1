package import Chain

/// What a session finds in the bytes it is handed.
package enum SessionEvent: Sendable {
  /// The other end has proven who it is; nothing is known of what it wants.
  case identified(Address)
  /// It said who it speaks for, which was checked.
  case introduced(Introduction)
  case received(PeerQueue, [UInt8])
  case ended(SessionEnd)
}
