import Chain
import Codec
import Consensus
import Cryptography
import Replica
import Storage

extension Replica {
  /// Goes on where the database, the journal and the segments end.
  init(
    identity: Identity, settings: ReplicaSettings, start: EpochStart, signer: Signer?,
    database: Database, latest: LatestState, at now: Consensus.Moment
  ) throws(ShellFailure) {
    let tip: Header
    let recollection: Recollection
    do throws(StorageError) {
      let snapshot = try database.snapshot()
      guard let height = snapshot.progress?.height, let header = try snapshot.header(at: height)
      else { throw .corrupt(path: database.path, reason: "the last header is missing") }
      tip = header
      recollection = Recollection(
        behind: start.anchor, tip: tip, certificate: try snapshot.certificate(at: height),
        roots: try snapshot.nameableRoots().roots,
        records: signer?.contents.records(of: start.epoch) ?? [])
    } catch {
      throw .storage(error)
    }
    self.init(
      identity: identity, settings: settings, start: start, recollection: recollection,
      root: BlockTree.Root(tip, in: latest), view: latest,
      blocks: signer?.takeRecalled() ?? [],
      isTrusted: signer?.gate.isVoting ?? false, at: now)
  }
}
