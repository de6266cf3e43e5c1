package import Chain
package import Codec
package import Cryptography

/// What the files of a journal hold, once every one of them was found whole.
package struct JournalContents: Sendable {
  /// Where a file is to be shortened, because a crash cut its last write short.
  package struct Cut: Hashable, Sendable {
    package let file: Epoch
    package let sizeBytes: Int
  }

  package let identity: Digest
  package let key: PublicKey
  /// None while no node has opened the journal.
  package let network: Network?
  package let standing: Standing
  /// The epoch in which the operator lets it vote in spite of a lost journal.
  package let accepted: Epoch?
  /// The epoch of the last file.
  package let epoch: Epoch
  /// The sequence number of the last file's first frame.
  package let openingSequence: UInt64
  package let sequence: UInt64
  let tag: UInt64
  /// The length of the last file.
  let sizeBytes: Int
  /// Files whose end is cut off; one of which nothing is left is removed.
  package let cuts: [Cut]
  private let files: SortedMap<Epoch, JournalFile>

  /// Reads all files there are, named by their epochs.
  package init(reading found: SortedMap<Epoch, [UInt8]>) throws(JournalFault) {
    var files = SortedMap<Epoch, JournalFile>()
    var cuts: [Cut] = []
    for (index, (epoch, bytes)) in found.enumerated() {
      let isLast = index == found.count - 1
      guard let file = JournalFile(reading: bytes.span) else {
        // The last file may have been made by the write that a crash cut short.
        guard isLast, let end = files.last?.value,
          !end.isFollowed(in: bytes.span)
        else { throw .damaged(file: epoch, offset: 0) }
        cuts.append(Cut(file: epoch, sizeBytes: 0))
        continue
      }
      try Self.check(file, named: epoch, after: files.last?.value)
      guard file.ending != .damaged, file.ending == .clean || isLast else {
        throw .damaged(file: epoch, offset: file.sizeBytes)
      }
      #if PLANTED
        if GateBug.keepsTornWrite.isPlanted { files[epoch] = file; continue }
      #endif
      if file.ending == .torn { cuts.append(Cut(file: epoch, sizeBytes: file.sizeBytes)) }
      files[epoch] = file
    }
    guard let last = files.last?.value, let end = last.frames.last else { throw .missing }
    var network = last.opening.network
    var standing = last.opening.standing
    var accepted: Epoch?
    for record in last.frames.lazy.flatMap(\.records) {
      switch record {
      case .binding(let bound): network = bound
      case .standing(let later):
        #if PLANTED
          if GateBug.forgetsStanding.isPlanted { continue }
        #endif
        standing = later
      case .acceptance(let epoch): accepted = epoch
      case .opening, .vote, .recalled, .certificate, .closed: break
      }
    }
    identity = last.opening.identity
    key = last.opening.key
    self.network = network
    self.standing = standing
    self.accepted = accepted
    epoch = last.opening.epoch
    openingSequence = last.frames[0].sequence
    sequence = end.sequence
    tag = end.tag
    sizeBytes = last.sizeBytes
    self.cuts = cuts
    self.files = files
  }

  /// A file is named for its epoch and goes on where the one before it ended.
  private static func check(
    _ file: JournalFile, named epoch: Epoch, after previous: JournalFile?
  ) throws(JournalFault) {
    let damage = JournalFault.damaged(file: epoch, offset: 0)
    guard file.opening.epoch == epoch else { throw damage }
    guard let previous else { return }
    guard file.opening.identity == previous.opening.identity,
      file.opening.key == previous.opening.key, let end = previous.frames.last,
      file.frames[0].follows(end)
    else { throw damage }
  }

  /// What was written down in an epoch, in order.
  package func records(of epoch: Epoch) -> [JournalRecord] {
    files[epoch].map { $0.frames.flatMap(\.records) } ?? []
  }

  /// Holds the journal against the database it belongs to, and against the key and the network that
  /// the node runs with.
  package func check(
    against mark: JournalMark?, key: PublicKey, network: Network
  ) throws(JournalFault) {
    guard self.key == key else { throw .otherKey(found: self.key, expected: key) }
    if let bound = self.network, bound != network {
      throw .otherNetwork(found: bound, expected: network)
    }
    #if PLANTED
      if GateBug.ignoresMark.isPlanted { return }
    #endif
    guard let mark else { return }
    guard mark.identity == identity else {
      throw .otherIdentity(found: identity, expected: mark.identity)
    }
    guard mark.sequence <= sequence else {
      throw .behind(sequence: sequence, expected: mark.sequence)
    }
  }
}

extension SortedMap {
  /// The entry with the largest key.
  fileprivate var last: Element? { reduce(nil) { $1 } }
}
