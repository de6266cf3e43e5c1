import Chain
import Consensus
import Cryptography

/// What the nodes of a world send each other.
enum NodeMessage {
  /// A message of an epoch's engine; the body travels beside a proposal, unless it is withheld.
  case consensus(Epoch, Message, body: Block?)
  case wantBlock(Digest)
  case block(Block)
  /// Asks for the rest of an epoch, from the block after a height.
  case wantChain(after: Height)
  /// Blocks up to a closing one, with its certificate.
  case chain([Block], Certificate)
  /// Asks for the highest certificates, and for what the one who asks has voted since.
  case inquire
  case findings([(certificate: Certificate, header: Header)], votes: [Vote])

  /// About how long it is on the wire.
  var sizeBytes: Int {
    switch self {
    case .consensus(_, let message, let body): message.sizeBytes + (body?.sizeBytes ?? 0)
    case .wantBlock, .wantChain, .inquire: 48
    case .block(let block): block.sizeBytes
    case .chain(let blocks, let certificate):
      blocks.reduce(certificate.sizeBytes) { $0 + $1.sizeBytes }
    case .findings(let findings, let votes):
      findings.reduce(8 + 138 * votes.count) { $0 + $1.certificate.sizeBytes + 242 }
    }
  }
}

extension Block {
  var sizeBytes: Int { 246 + body.transactions.reduce(0) { $0 + 4 + $1.count } }
}

extension Certificate {
  var sizeBytes: Int { 100 + 64 * signatures.count }
}

extension Message {
  var sizeBytes: Int {
    switch self {
    case .proposal: 380
    case .vote: 140
    case .certificate(let certificate): certificate.sizeBytes
    case .request: 32
    }
  }
}
