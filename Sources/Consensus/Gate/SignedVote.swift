package import Chain

/// A vote that nobody may see before its record is durable.
package struct SignedVote: Sendable {
  package let vote: Vote
  /// What has to be synced first; nothing when that was done for the same vote before.
  package let record: JournalRecord?
}
