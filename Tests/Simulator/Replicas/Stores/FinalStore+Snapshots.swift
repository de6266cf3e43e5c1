import Chain
import Codec
import Replica

/// What a node gives to those who are far behind.
extension FinalStore {
  /// How many states after closing blocks are kept: those of some seconds.
  var exportsMax: Int { 8 }

  func part(for request: SnapshotRequest, on network: Network) -> [UInt8]? {
    switch request {
    case .manifest: newestManifest(on: network)?.canonicalBytes
    case .chunk(let hash, let number):
      exports.first { $0.hash == hash }.flatMap { chunk(Int(number), of: $0) }
    }
  }

  /// How epochs ended, from one on, as many as one message takes.
  func ends(from epoch: Epoch) -> [EpochEnd] {
    var ends: [EpochEnd] = []
    var epoch = epoch
    while ends.count < ProtocolLimits.epochEndsMax, let end = end(of: epoch) {
      ends.append(end)
      epoch = epoch.next
    }
    return ends
  }

  /// What the newest snapshot is of whose root is in a header that is final.
  private func newestManifest(on network: Network) -> SnapshotManifest? {
    for closing in exports.reversed() {
      if let manifest = manifest(behind: closing, on: network) { return manifest }
    }
    return nil
  }

  private func manifest(behind closing: Header, on network: Network) -> SnapshotManifest? {
    guard let certificate = certificate(at: closing.height) else { return nil }
    var successors: [Header] = []
    var height = closing.height.next
    while successors.count < SnapshotManifest.successorsMax, let header = header(at: height),
      header.epoch == closing.epoch.next
    {
      successors.append(header)
      height = height.next
      guard let later = self.certificate(at: header.height) else { continue }
      return try? SnapshotManifest(
        network: network, closing: closing, closingCertificate: certificate,
        successors: successors, successorCertificate: later,
        chunkCount: UInt32(chunkCount(of: closing)))
    }
    return nil
  }
}
