import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State

/// A closing block and the state after it.
struct Closing {
  let header: Header
  let state: InMemoryState
}

/// What a node that is far behind is given.
extension ClusterNode {
  func header(at height: UInt64) -> Header? {
    guard height > baseHeight, height - baseHeight <= blocks.count else { return nil }
    return blocks[Int(height - baseHeight - 1)].header
  }

  func serveEnds(from epoch: Epoch, to peer: Address) {
    var ends: [EpochEnd] = []
    var number = epoch.units
    while ends.count < ProtocolLimits.epochEndsMax, let end = end(of: number) {
      ends.append(end)
      number += 1
    }
    if !ends.isEmpty { outbox.append((.epochEnds(ends), peer)) }
  }

  func end(of epoch: UInt64) -> EpochEnd? {
    guard let closing = closings[epoch],
      let certificate = certificates[closing.header.height.units]
    else { return importedEnds[epoch] }
    return EpochEnd(
      closing: closing.header, certificate: certificate,
      nextSet: Books(over: closing.state).validatorSet(of: Epoch(epoch + 1)))
  }

  func serve(_ request: SnapshotRequest, to peer: Address) {
    let bytes: [UInt8]? =
      switch request {
      case .manifest: newestManifest?.canonicalBytes
      case .chunk(let hash, let number): chunk(Int(number), of: hash)?.canonicalBytes
      }
    guard let part = SnapshotPart(answering: request, found: bytes) else { return }
    outbox.append((.snapshot(part), peer))
  }

  /// Of the newest state whose root is in a header that is final.
  private var newestManifest: SnapshotManifest? {
    for (_, closing) in closings.sorted(by: { $0.key > $1.key }) {
      guard let certificate = certificates[closing.header.height.units] else { continue }
      var successors: [Header] = []
      while let next = header(at: closing.header.height.units + UInt64(successors.count) + 1),
        next.epoch == closing.header.epoch.next
      {
        successors.append(next)
        guard let later = certificates[next.height.units] else { continue }
        return try? SnapshotManifest(
          network: network, closing: closing.header, closingCertificate: certificate,
          successors: successors, successorCertificate: later, chunkCount: 1)
      }
    }
    return nil
  }

  private func chunk(_ number: Int, of hash: Digest) -> SnapshotChunk? {
    guard let closing = closings.first(where: { $0.value.header.hash == hash })?.value else {
      return nil
    }
    var reader = closing.state
    var cutter = ChunkCutter(closing.state.tree)
    for _ in 0..<number { _ = cutter.next(reading: &reader) }
    return cutter.next(reading: &reader)
  }
}
