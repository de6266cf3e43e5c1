package import Chain
package import Codec
package import Cryptography

/// What is left of an epoch when a node starts again: its journal, and what its database has final.
///
/// All of it was checked before it was written. Anything may be missing but own votes.
package struct Recollection: Sendable {
  /// The newest block of this epoch that the database has final, with its certificate, which may
  /// also be over a later block; nothing before the first.
  package var lastFinal: Header?
  /// Every vote of this node in the epoch.
  package var ownVotes: [Vote] = []
  package var certificates: [Certificate] = []
  /// Blocks whose bodies are at hand and were found valid.
  package var blocks: [Header] = []
  /// The roots of the heights executed so far that a header may still name: the anchor's, if it was
  /// executed, and those from the executed height of the last final block on.
  package var roots = SortedMap<Height, Digest>()

  package init() {}

  /// Puts together what a database and a journal have of the epoch behind a closing block: the
  /// database's newest block with its certificate and the roots that may be named, and the
  /// journal's records of that epoch.
  package init(
    behind anchor: Header, tip: Header, certificate: Certificate?,
    roots: SortedMap<Height, Digest>, records: [JournalRecord]
  ) {
    let epoch = anchor.epoch.next
    if tip.epoch == epoch { lastFinal = tip }
    for record in records {
      switch record {
      case .vote(let vote), .recalled(let vote): ownVotes.append(vote)
      case .certificate(let certificate): certificates.append(certificate)
      case .opening, .binding, .closed, .standing, .acceptance: break
      }
    }
    if let certificate, certificate.statement.epoch == epoch { certificates.append(certificate) }
    for (height, root) in roots where height >= anchor.height { self.roots[height] = root }
  }
}
