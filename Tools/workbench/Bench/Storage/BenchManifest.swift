import Chain
import Codec
import Cryptography
import Storage
import TestSupport

/// A manifest for a database that no validators stand behind.
enum BenchManifest {
  static func make(for progress: Progress, chunkCount: Int) throws -> SnapshotManifest {
    let body = try Body([])
    var header = Header(
      chainID: ChainID(20_480), epoch: progress.epoch, height: progress.height, view: View(1),
      parentView: View(0), parentHash: .zero, time: .zero, proposer: .zero,
      transactionsRoot: body.root, transactionCount: 0, executedHeight: .zero,
      executedStateRoot: .zero, validatorSetHash: .zero, nextValidatorSetHash: .zero)
    let closing = header
    header.height = progress.height.next
    header.parentHash = closing.hash
    header.executedHeight = progress.height
    header.executedStateRoot = progress.stateRoot
    return try SnapshotManifest(
      network: Network(chainID: ChainID(20_480), genesisHash: .zero), closing: closing,
      closingCertificate: certificate(over: closing), successors: [header],
      successorCertificate: certificate(over: header), chunkCount: UInt32(chunkCount))
  }

  private static func certificate(over header: Header) -> Certificate {
    let candidate = Statement.Candidate(parentView: header.parentView, block: header.hash)
    return Certificate(
      statement: Statement(
        epoch: header.epoch, view: header.view, content: .finalize(candidate)),
      setCount: 1, signatures: SortedMap())
  }
}
