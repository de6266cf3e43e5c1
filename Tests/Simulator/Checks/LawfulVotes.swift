import Chain
import Codec
import Consensus
import Cryptography

/// What must be true when an honest node votes, put down a second time from the protocol's text.
///
/// What the engine says of a block is not asked: whether a quorum backs its parent and skipped the
/// views between is read off the certificates that this node has seen.
struct LawfulVotes {
  private let rules: ChainRules
  /// What leaders were seen to propose.
  private var proposed: Set<Statement> = []
  private var leaders: [Epoch: LeaderTable] = [:]

  init(rules: ChainRules) {
    self.rules = rules
  }

  /// A vote leaves a node, honest or not; a leader's is a proposal.
  mutating func sent(_ statement: Statement, by node: Int) {
    guard case .notarize = statement.content, !proposed.contains(statement) else { return }
    let set = rules.set(of: statement.epoch)
    let table = leaders[statement.epoch] ?? rules.leaders(of: statement.epoch)
    leaders[statement.epoch] = table
    let leader = table.leader(of: statement.view, in: statement.epoch)
    if set.members[leader].key == rules.keys[node].publicKey { proposed.insert(statement) }
  }

  /// What is wrong with a vote that a node has just signed, if anything.
  func complaint(
    about statement: Statement, by node: RunningNode, holding certificates: CertificateRegistry
  ) -> String? {
    guard let engine = node.engine else { return "is signed without an engine" }
    if engine.isSyncing { return "is signed while bodies of final blocks are missing" }
    let view = statement.view
    switch statement.content {
    case .nullify: return nil
    case .finalize(let candidate):
      guard
        certificates.backs(candidate.block, in: view, of: statement.epoch, seenBy: node.index)
      else {
        return "finalizes what no quorum notarized"
      }
      return fault(inStateOf: candidate.block, node)
    case .notarize(let candidate):
      let isLeader = engine.role.member == engine.plan.leader(of: view)
      guard isLeader || proposed.contains(statement) else {
        return "notarizes what its leader did not propose"
      }
      return fault(of: candidate, in: view, node, engine.plan, certificates)
    }
  }

  private func fault(inStateOf hash: Digest, _ node: RunningNode) -> String? {
    guard let block = node.blocks[hash] else { return "finalizes a block that is not at hand" }
    guard rules.verdict(on: block.body) == .valid else { return "finalizes an invalid body" }
    let header = block.header
    guard node.roots[header.executedHeight] == header.executedStateRoot else {
      return "finalizes a block that names another state"
    }
    return nil
  }

  private func fault(
    of candidate: Statement.Candidate, in view: View, _ node: RunningNode, _ plan: EpochPlan,
    _ certificates: CertificateRegistry
  ) -> String? {
    guard let block = node.blocks[candidate.block] else {
      return "notarizes a block that is not at hand"
    }
    guard rules.verdict(on: block.body) == .valid else { return "notarizes an invalid body" }
    guard candidate.parentView < view else { return "notarizes under a later view" }
    for skipped in candidate.parentView.next.units..<view.units
    where !certificates.isNullified(View(skipped), of: plan.epoch, seenBy: node.index) {
      return "skips view \(skipped), which it has not seen nullified"
    }
    let header = block.header
    guard header.view == view else {
      guard header.epoch == plan.epoch, header.view < view, plan.isClosing(header),
        certificates.backs(
          candidate.block, in: candidate.parentView, of: plan.epoch, seenBy: node.index)
      else { return "repeats a block that is no certified closing block" }
      return nil
    }
    guard header.parentView == candidate.parentView else { return "names another parent view" }
    let parent = header.parentHash
    let isCertified =
      candidate.parentView == .zero
      ? parent == plan.anchorHash
      : parent == node.engine?.lastFinal.hash
        || certificates.backs(
          parent, in: candidate.parentView, of: plan.epoch, seenBy: node.index)
    guard isCertified else { return "builds on what it has not seen notarized" }
    guard let above = parent == plan.anchorHash ? plan.anchor : node.blocks[parent]?.header else {
      return "builds on a block that is not at hand"
    }
    return fault(of: header, on: above, node, plan)
  }

  /// The rules of headers.
  private func fault(
    of header: Header, on parent: Header, _ node: RunningNode, _ plan: EpochPlan
  ) -> String? {
    let isFirst = parent == plan.anchor
    guard header.chainID == rules.network.chainID, header.epoch == plan.epoch else {
      return "notarizes a block of elsewhere"
    }
    if !isFirst, plan.isClosing(parent) { return "extends a closing block" }
    guard header.height.units == parent.height.units + 1 else { return "has a wrong height" }
    guard header.time > parent.time else { return "is not later than its parent" }
    guard header.time.units <= node.now.time.units + 500 else { return "notarizes early" }
    let leader = plan.set.members[plan.leader(of: header.view)]
    guard header.proposer == leader.account else { return "names another proposer" }
    guard header.validatorSetHash == rules.set(of: plan.epoch).hash,
      header.nextValidatorSetHash == rules.set(of: plan.epoch.next).hash
    else { return "names other validators" }
    let executed = header.executedHeight
    let anchor = plan.anchor.height
    let isNameable =
      isFirst
      ? executed == anchor
      : executed >= parent.executedHeight && executed < header.height
        && (executed == anchor || executed.units % 8 == 0)
    guard isNameable else { return "names the state after a height that has none" }
    guard header.height.units - executed.units <= 64 || header.transactionCount == 0 else {
      return "has transactions so far ahead of execution"
    }
    return nil
  }
}
