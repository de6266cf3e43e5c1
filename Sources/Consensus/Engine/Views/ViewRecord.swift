import Chain
import Codec

/// Everything an engine knows about one view.
struct ViewRecord: Sendable {
  var slot = ProposalSlot.empty
  var own = OwnVotes()
  var certification = Certification.open
  private var boxes: [BallotBox] = []
  private var certificates: [Certificate] = []
  /// For members that contradicted themselves in this view, how; each way is told once.
  private var accusations = SortedMap<Int, UInt8>()

  func certificate(_ kind: VoteKind) -> Certificate? {
    certificates.first { $0.statement.kind == kind }
  }

  mutating func hold(_ certificate: Certificate) {
    certificates.append(certificate)
  }

  /// The block that a quorum notarized.
  var notarized: Statement.Candidate? { certificate(.notarize)?.statement.candidate }

  var isNullified: Bool { certificate(.nullify) != nil }

  mutating func add(
    _ vote: Vote, by member: Int, of validators: [Validator]
  ) -> BallotBox.Outcome {
    if boxes.isEmpty { boxes = VoteKind.allCases.map { _ in BallotBox() } }
    return boxes[vote.statement.kind.rawValue].add(vote, by: member, of: validators)
  }

  func vote(_ kind: VoteKind, of member: Int) -> Vote? {
    boxes.isEmpty ? nil : boxes[kind.rawValue].vote(of: member)
  }

  func shares(_ kind: VoteKind) -> [BallotBox.Share] {
    boxes.isEmpty ? [] : boxes[kind.rawValue].shares
  }

  var certificateCount: Int { certificates.count }

  var voteCount: Int { boxes.reduce(0) { $0 + $1.count } }

  mutating func forgetVotes() { boxes = [] }

  /// Certificates at and below the last final view are of no more use than the final one's.
  mutating func forgetCertificates() { certificates = [] }

  /// Whether a member is accused of contradicting a kind of vote with another for the first time.
  mutating func accuses(_ member: Int, of first: VoteKind, and second: VoteKind) -> Bool {
    let way: UInt8 = first == second ? 1 << UInt8(first.rawValue) : 1 << 3
    let known = accusations[member] ?? 0
    accusations[member] = known | way
    return known & way == 0
  }
}
