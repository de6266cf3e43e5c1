import Chain
import Codec
import Consensus
import Cryptography

/// Everything that must hold in a world, whatever goes wrong in it.
final class Checks {
  /// What was found wrong; the first complaint ends a world.
  private(set) var complaints: [String] = []
  private let rules: ChainRules
  private let adversaries: Set<Int>
  private let fragile: Set<Int>
  var oracle: SignatureOracle
  var certificates = CertificateRegistry()
  var chain: ChainAgreement
  var liveness = LivenessWatch()
  var traffic: TrafficWatch
  var lawfulVotes: LawfulVotes

  init(rules: ChainRules, adversaries: Set<Int>, fragile: Set<Int>) {
    self.rules = rules
    self.adversaries = adversaries
    self.fragile = fragile
    oracle = SignatureOracle(
      keys: rules.keys.map(\.publicKey), adversaries: adversaries, network: rules.network)
    chain = ChainAgreement(genesis: rules.genesis)
    traffic = TrafficWatch(nodes: rules.keys.count)
    lawfulVotes = LawfulVotes(rules: rules)
  }

  func fail(_ complaint: String) {
    complaints.append(complaint)
  }

  private func add(_ found: [String]) {
    complaints += found
  }

  // MARK: Votes

  func signed(_ statement: Statement, by node: RunningNode) {
    guard !adversaries.contains(node.index) else { return }
    oracle.signed(statement, by: node.index)
    if let fault = lawfulVotes.complaint(about: statement, by: node, holding: certificates) {
      fail("honest node \(node.index): \(statement.summary) \(fault)")
    }
  }

  /// A message is on its way from a node, honest or not.
  func leaves(_ message: NodeMessage, from node: Int) {
    guard case .consensus(_, let inner, _) = message else { return }
    switch inner {
    case .vote(let vote, _): lawfulVotes.sent(vote.statement, by: node)
    case .proposal(let proposal): lawfulVotes.sent(proposal.vote.statement, by: node)
    case .certificate, .request: break
    }
  }

  /// A vote can be seen from now on.
  func visible(_ vote: Vote, of node: Int) {
    guard !adversaries.contains(node) else { return }
    add(oracle.visible(vote.statement, of: node))
  }

  func sent(_ message: NodeMessage, by node: Int, at time: UInt64) {
    add(traffic.sent(message.sizeBytes, by: node, at: time))
    guard case .consensus(let epoch, let inner, _) = message else { return }
    switch inner {
    case .vote(let vote, let place):
      guard rules.set(of: epoch).members[place].account == rules.keys[node].account else { return }
      add(oracle.sent(vote.statement, by: node))
    case .proposal(let proposal): add(oracle.sent(proposal.vote.statement, by: node))
    case .certificate(let certificate): add(certificates.sent(certificate, by: node))
    case .request: break
    }
  }

  func refused(_ refusal: GateRefusal, by node: Int) {
    guard !adversaries.contains(node), !fragile.contains(node) else { return }
    switch refusal {
    case .contradicts, .epochIsClosed: break
    case .otherEpoch, .unnamed, .observing: return
    }
    fail("node \(node) asked its gate for a forbidden vote: \(refusal)")
  }

  func lostJournal(_ node: Int) {
    if !fragile.contains(node), !adversaries.contains(node) {
      fail("node \(node) lost trust in a journal that nothing happened to")
    }
    oracle.noticed(node)
  }

  func restored(_ node: Int) { oracle.restored(node) }

  // MARK: Evidence

  func heard(_ vote: Verified<Vote>, by node: Int, at time: UInt64) {
    heard(vote.message.statement, of: vote.authority.key, by: node, at: time)
  }

  func heard(_ statement: Statement, of key: PublicKey, by node: Int, at time: UInt64) {
    guard !adversaries.contains(node) else { return }
    oracle.heard(statement, of: key, by: node, at: time)
  }

  func accused(_ evidence: Evidence, by node: Int) {
    guard !adversaries.contains(node) else { return }
    add(oracle.accused(evidence, by: node))
  }

  // MARK: Certificates and blocks

  func formed(_ certificate: Certificate, by node: Int) {
    guard !adversaries.contains(node) else { return }
    add(certificates.add(certificate, by: node, rules: rules))
  }

  /// What an engine decided to keep and what it decided to send, all for one reason.
  func decided(_ effects: [Effect], by node: RunningNode) {
    guard !adversaries.contains(node.index), let current = node.engine?.current else { return }
    for case .persist(let certificate) in effects
    where certificate.statement.view.next >= current {
      let isSent = effects.contains { effect in
        guard case .broadcast(.certificate(let sent)) = effect else { return false }
        return sent.statement == certificate.statement
      }
      if !isSent { fail("node \(node.index) keeps \(certificate.statement.summary) to itself") }
    }
  }

  /// What an engine did about a certificate that it had said it wanted.
  func answered(_ certificate: Certificate, by effects: [Effect], of node: Int) {
    guard !adversaries.contains(node) else { return }
    let isKept = effects.contains { effect in
      guard case .persist(let kept) = effect else { return false }
      return kept.statement == certificate.statement
    }
    if !isKept { fail("node \(node) ignores \(certificate.statement.summary)") }
  }

  /// What an engine did about a request: whoever has final blocks of an epoch hands out that much.
  func answeredRequest(by effects: [Effect], of node: RunningNode) {
    guard !adversaries.contains(node.index), !fragile.contains(node.index),
      let engine = node.engine, engine.lastFinal.epoch == engine.plan.epoch
    else { return }
    let isAnswered = effects.contains { effect in
      if case .send(.certificate, to: _) = effect { true } else { false }
    }
    if !isAnswered { fail("node \(node.index) does not answer a request") }
  }

  func synced(_ certificate: Certificate, by node: Int) {
    certificates.synced(certificate, by: node)
  }

  func finalized(_ finality: Finality, by node: Int, plan: EpochPlan) {
    guard !adversaries.contains(node) else { return }
    add(chain.finalized(finality, by: node, plan: plan))
    liveness.reached(finality.blocks.last?.height ?? Height(0), by: node)
    traffic.finalized(finality.blocks.count, by: node)
  }

  func executed(_ height: Height, root: Digest, by node: Int) {
    guard !adversaries.contains(node) else { return }
    add(chain.executed(height, root: root, by: node))
  }

  func began(_ node: Int, _ plan: EpochPlan) {
    guard !adversaries.contains(node) else { return }
    add(chain.began(plan, by: node))
    oracle.began(plan.epoch, by: node)
  }

  func halted(_ node: Int, _ reason: String) {
    guard !adversaries.contains(node) else { return }
    fail("node \(node) stops: \(reason)")
  }

  func stopped(_ node: Int) { oracle.stopped(node) }

  // MARK: Memory

  func remembers(_ engine: Engine, by node: Int) {
    guard !adversaries.contains(node) else { return }
    let members = rules.keys.count
    let footprint = engine.footprint
    // From what is kept below the last final block, in steps, up to the newest certificate.
    let newest = max(certificates.newestView(of: engine.plan.epoch), engine.current.next)
    let final = engine.lastFinal.epoch == engine.plan.epoch ? engine.lastFinal.view : .zero
    let viewsMax = newest.units - final.units + EngineLimits.viewsKept + 20
    let isBounded =
      footprint.views <= (engine.isSyncing ? max(Int(viewsMax), 2_000) : min(Int(viewsMax), 2_000))
      && footprint.votes <= 3 * members * Int(EngineLimits.viewsWithVotesMax + 2)
      && footprint.blocks <= max(Int(viewsMax), 1_024)
      && footprint.inquiries <= EngineLimits.inquiriesMax
    if !isBounded { fail("node \(node) remembers too much: \(footprint)") }
  }

  // MARK: Progress

  func healed(at time: UInt64, honest: [Int]) { liveness.healed(at: time, honest: honest) }

  var hasRecovered: Bool { liveness.hasRecovered }

  func progress(at time: UInt64, events: Int) {
    if let complaint = liveness.complaint(at: time, events: events) { fail(complaint) }
  }

  /// What can only be said at the end.
  func conclude(at time: UInt64) {
    add(certificates.conclude())
    add(oracle.conclude(at: time))
    if !liveness.hasRecovered { fail("nothing more can happen, and the chain does not grow") }
  }
}
