package import Chain
package import Cryptography

/// Where a journal ends, and hence what the next write to it is.
///
/// It says which bytes belong where and writes nothing itself. One write is one frame and is synced
/// before the next one begins, so a crash leaves at most one frame cut short.
package struct Journal: Sendable {
  /// Bytes to write and sync.
  package struct Write: Sendable {
    /// The file, named by its epoch; it does not exist yet when the offset is 0.
    package let file: Epoch
    package let offset: Int
    package let bytes: [UInt8]
    /// The number that is synced with it.
    package let sequence: UInt64
  }

  package let identity: Digest
  package let key: PublicKey
  package private(set) var network: Network?
  /// The epoch of the last file.
  package private(set) var epoch: Epoch
  /// The number of the last write.
  package private(set) var sequence: UInt64
  /// The number of the write that began the last file.
  package private(set) var openingSequence: UInt64
  private var tag: UInt64
  private var sizeBytes: Int

  /// Goes on with a journal that was read.
  package init(resuming contents: JournalContents) {
    identity = contents.identity
    key = contents.key
    network = contents.network
    epoch = contents.epoch
    sequence = contents.sequence
    openingSequence = contents.openingSequence
    tag = contents.tag
    sizeBytes = contents.sizeBytes
  }

  /// Begins a journal: a trusted one with a new key, otherwise one in place of what was lost.
  package static func make(
    identity: Digest, key: PublicKey, network: Network?, standing: Standing
  ) -> (journal: Journal, write: Write) {
    var journal = Journal(identity: identity, key: key, network: network)
    let write = journal.open(Epoch(0), standing: standing, followedBy: [])
    return (journal, write)
  }

  private init(identity: Digest, key: PublicKey, network: Network?) {
    self.identity = identity
    self.key = key
    self.network = network
    epoch = Epoch(0)
    sequence = 0
    openingSequence = 0
    tag = 0
    sizeBytes = 0
  }

  /// How far it has come, for the database to remember.
  package var mark: JournalMark { JournalMark(identity: identity, sequence: sequence) }

  /// Ties the journal to a network, for ever.
  package mutating func bind(to network: Network) -> Write {
    precondition(self.network == nil, "a journal is tied to one network, once")
    self.network = network
    return append([.binding(network)])
  }

  /// Begins the file of an epoch.
  package mutating func begin(
    _ epoch: Epoch, standing: Standing, followedBy records: [JournalRecord] = []
  ) -> Write {
    precondition(network != nil, "a journal knows its network before any vote")
    precondition(epoch > self.epoch, "epochs begin one after the other")
    return open(epoch, standing: standing, followedBy: records)
  }

  private mutating func open(
    _ epoch: Epoch, standing: Standing, followedBy records: [JournalRecord]
  ) -> Write {
    let opening = JournalOpening(
      identity: identity, key: key, network: network, epoch: epoch, standing: standing)
    self.epoch = epoch
    sizeBytes = 0
    let write = append([.opening(opening)] + records)
    openingSequence = write.sequence
    return write
  }

  /// What one turn has to make durable, in parts that fit into a write each.
  ///
  /// The disk has to be done with one before the next is written: a crash may cut the last write
  /// short and no other.
  package static func portions(of records: [JournalRecord]) -> [[JournalRecord]] {
    let countMax = JournalFrame.recordsPerPortion
    return stride(from: 0, to: records.count, by: countMax).map { start in
      Array(records[start..<min(start + countMax, records.count)])
    }
  }

  /// Writes down what has to be durable, all of it together.
  package mutating func append(_ records: [JournalRecord]) -> Write {
    precondition(!records.isEmpty, "a write has at least one record")
    sequence += 1
    let frame = JournalFrame.encoded(
      records, sequence: sequence, previousTag: tag, identity: identity)
    let write = Write(file: epoch, offset: sizeBytes, bytes: frame.bytes, sequence: sequence)
    tag = frame.tag
    sizeBytes += frame.bytes.count
    return write
  }
}
