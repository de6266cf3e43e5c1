import Chain
import Codec
import Consensus
import Cryptography
import State

extension SignatureCheck {
  /// Walks on, and looks who vouches for a snapshot once its closing block is reached.
  static func follow(
    _ ends: [EpochEnd], on walk: EpochWalk, to manifest: SnapshotManifest
  ) throws(LightClientError) -> EpochWalk {
    var walk = walk
    for end in ends { try walk.follow(end) }
    #if PLANTED
      if ReplicaBug.believesManifests.isPlanted { return walk }
    #endif
    if walk.epoch > manifest.closing.epoch { try walk.check(manifest) }
    return walk
  }

  /// Proves that a part of a snapshot is a part of the state.
  static func chunk(in part: SnapshotPart, under root: Digest) throws -> VerifiedChunk {
    try SnapshotChunk(canonicalBytes: part.bytes.span).verified(under: root)
  }
}
