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

  /// What the newest snapshot is of whose root is in a header that is final.
  private func newestManifest(on network: Network) -> SnapshotManifest? {
    for closing in exports.reversed() {
      let count = UInt32(chunkCount(of: closing))
      if let manifest = manifest(behind: closing, chunkCount: count, on: network) {
        return manifest
      }
    }
    return nil
  }
}
