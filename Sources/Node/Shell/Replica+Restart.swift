import Chain
import Codec
import Consensus
import Cryptography
import Replica
import Storage

extension Replica {
  /// Goes on where the database, the journal and the segments end.
  init(
    identity: Identity, start: EpochStart, signer: Signer?, database: Database,
    latest: LatestState, at now: Consensus.Moment
  ) throws(ShellFailure) {
    let tip: Header
    let recollection: Recollection
    do throws(StorageError) {
      let snapshot = try database.snapshot()
      guard let height = snapshot.progress?.height, let header = try snapshot.header(at: height)
      else { throw .corrupt(path: database.path, reason: "the last header is missing") }
      tip = header
      recollection = try Self.recollection(of: start, tip: tip, signer?.contents, snapshot)
    } catch {
      throw .storage(error)
    }
    self.init(
      identity: identity, start: start, recollection: recollection,
      root: BlockTree.Root(tip, in: latest), view: latest,
      blocks: Self.recovered(signer?.takeRecalled() ?? [], above: tip.height),
      isTrusted: signer?.gate.isVoting ?? false, at: now)
  }

  private static func recollection(
    of start: EpochStart, tip: Header, _ journal: JournalContents?, _ snapshot: Snapshot
  ) throws(StorageError) -> Recollection {
    var recollection = Recollection()
    if tip.epoch == start.epoch { recollection.lastFinal = tip }
    for record in journal?.records(of: start.epoch) ?? [] {
      switch record {
      case .vote(let vote), .recalled(let vote): recollection.ownVotes.append(vote)
      case .certificate(let certificate): recollection.certificates.append(certificate)
      case .opening, .binding, .closed, .standing, .acceptance: break
      }
    }
    if let last = try snapshot.certificate(at: tip.height), last.statement.epoch == start.epoch {
      recollection.certificates.append(last)
    }
    for (height, root) in try snapshot.nameableRoots().roots where height >= start.anchor.height {
      recollection.roots[height] = root
    }
    return recollection
  }

  /// The blocks above a height whose bodies outlived the end of the process, in their order.
  private static func recovered(
    _ blocks: [Block], above height: Height
  ) -> [(header: Header, transactions: [Recovered<Transaction>])] {
    let later = blocks.filter { $0.header.height > height }
    return later.sorted { $0.header.height < $1.header.height }.compactMap { block in
      let transactions = try? block.body.transactions.map { raw in
        try Unverified(try Transaction(decoding: raw, for: block.header.chainID)).recovered()
      }
      return transactions.map { (block.header, $0) }
    }
  }
}
