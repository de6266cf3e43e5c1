import Replica
import Transport

extension PeerMessage {
  /// Among what it waits when a connection is busy: what others vote on never waits for what they
  /// catch up with.
  var queue: PeerQueue {
    switch self {
    case .vote, .certificate, .status: .votes
    case .proposal, .block, .blockTransactions: .proposals
    case .certificatesWanted, .blockWanted, .transactionsWanted, .rangeWanted, .highestWanted,
      .highest, .snapshotWanted, .epochEndsWanted, .proofWanted, .proof:
      .requests
    case .transactions: .transactions
    case .range, .snapshot, .epochEnds: .data
    }
  }
}
