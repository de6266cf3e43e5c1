package import Chain

/// Final blocks and how epochs ended, wherever they are kept, and what peers are told of them.
package protocol FinalChain {
  associatedtype Failure: Error

  func header(at height: Height) throws(Failure) -> Header?
  /// A block with its body; genesis has none.
  func block(at height: Height) throws(Failure) -> Block?
  func certificate(at height: Height) throws(Failure) -> Certificate?
  /// How an epoch ended, which is never forgotten.
  func end(of epoch: Epoch) throws(Failure) -> EpochEnd?
}

extension FinalChain {
  /// Blocks of one epoch from the first of some heights on, as many as one message takes and a
  /// certificate makes final; nothing if the first is not here.
  ///
  /// Not every block has a certificate of its own. If none of those that were asked for has, the
  /// range goes on to the next one that does; otherwise nobody could ever answer.
  package func range(of heights: ClosedRange<Height>) throws(Failure) -> BlockRange? {
    guard let first = try block(at: heights.lowerBound) else { return nil }
    var blocks: [Block] = []
    var certified: (count: Int, certificate: Certificate)?
    var sizeBytes = 0
    var next: Block? = first
    while let block = next, block.header.epoch == first.header.epoch,
      blocks.count < ProtocolLimits.rangeBlocksMax
    {
      sizeBytes += block.sizeBytesAtMost
      guard sizeBytes <= ProtocolLimits.rangeSizeBytesMax else { break }
      blocks.append(block)
      let height = block.header.height
      if let certificate = try certificate(at: height) { certified = (blocks.count, certificate) }
      let isEnough =
        height >= heights.upperBound
        && (certified != nil || UInt64(blocks.count) >= ReplicaLimits.rangeSpan)
      next = isEnough ? nil : try self.block(at: height.next)
    }
    return certified.map { certified in
      BlockRange(
        blocks: Array(blocks.prefix(certified.count)), certificate: certified.certificate)
    }
  }

  /// How epochs ended, from one on, as many as one message takes.
  package func ends(from epoch: Epoch) throws(Failure) -> [EpochEnd] {
    var ends: [EpochEnd] = []
    var epoch = epoch
    while ends.count < ProtocolLimits.epochEndsMax, let end = try end(of: epoch) {
      ends.append(end)
      epoch = epoch.next
    }
    return ends
  }

  /// What a snapshot after a closing block is of; nothing before a header that is final names the
  /// root of the state.
  package func manifest(
    behind closing: Header, chunkCount: UInt32, on network: Network
  ) throws(Failure) -> SnapshotManifest? {
    guard let certificate = try certificate(at: closing.height) else { return nil }
    var successors: [Header] = []
    var height = closing.height.next
    while successors.count < SnapshotManifest.successorsMax, let header = try header(at: height),
      header.epoch == closing.epoch.next
    {
      successors.append(header)
      height = height.next
      guard let later = try self.certificate(at: header.height) else { continue }
      return try? SnapshotManifest(
        network: network, closing: closing, closingCertificate: certificate,
        successors: successors, successorCertificate: later, chunkCount: chunkCount)
    }
    return nil
  }
}

extension Block {
  /// At least as many bytes as it takes in a message.
  fileprivate var sizeBytesAtMost: Int {
    let headerSizeBytesMax = 1_024
    let countSizeBytes = 4
    return body.transactions.reduce(headerSizeBytesMax) { $0 + countSizeBytes + $1.count }
  }
}
