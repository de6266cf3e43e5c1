import Chain
import Consensus
import Replica

extension PeerMessage {
  /// What it says, in few words, for a history that is read.
  var summary: String {
    switch self {
    case .proposal(let header, let vote, let offer):
      "proposal of height \(header.height) in view \(vote.statement.view), \(offer.summary)"
    case .vote(let vote, let member): "\(vote.statement.summary) of member \(member)"
    case .certificate(let certificate): "certificate of \(certificate.statement.summary)"
    case .status(let status): "status, height \(status.height), view \(status.view)"
    case .blockWanted(let hash): "wants block \(hash)"
    case .block(let block): "block \(block.header.hash) of height \(block.header.height)"
    case .rangeWanted(let heights): "wants heights \(heights)"
    case .range(let range): "range of \(range.blocks.count) blocks"
    case .certificatesWanted(let epoch, let views): "wants views \(views) of epoch \(epoch)"
    case .transactions, .transactionsWanted, .blockTransactions, .highestWanted, .highest,
      .snapshotWanted, .snapshot, .epochEndsWanted, .epochEnds, .proofWanted, .proof:
      "\(kind)"
    }
  }
}

extension BodyOffer {
  fileprivate var summary: String {
    switch self {
    case .whole(let body): "with \(body.transactions.count) transactions"
    case .hashes(let hashes): "with \(hashes.count) hashes"
    case .known: "without its body"
    }
  }
}
