import Chain
import Codec
import Consensus
import Cryptography

/// What comes from others: checked, then handed to the engine.
extension RunningNode {
  /// How often one peer is asked or helped.
  private static let patienceMilliseconds: UInt64 = 300
  /// How far behind a node is that asks for the chain rather than for one block after the other.
  private static let lagMax: UInt64 = 16

  func receive(_ message: NodeMessage, from sender: Int) {
    guard !isDead, !world.crashes(self) else { return }
    switch message {
    case .consensus(let epoch, let inner, let body):
      guard epoch == plan.epoch, engine?.plan.epoch == epoch else {
        return receive(inner, of: epoch, body: body, from: sender)
      }
      receive(inner, body: body, from: sender)
    case .wantBlock(let hash):
      if let block = blocks[hash] { world.send(.block(block), from: index, to: sender) }
    case .block(let block):
      take(block)
      if block.header.height.units > finalHeight.units + Self.lagMax { askForChain(sender) }
    case .wantChain(let height): sendChain(after: height, to: sender)
    case .chain(let blocks, let certificate): take(blocks, certificate)
    case .inquire: answerInquiry(of: sender)
    case .findings(let findings, let votes): take(findings, votes, from: sender)
    }
  }

  /// A message of another epoch: whoever is behind is helped on, or asks for help.
  private func receive(
    _ message: Message, of epoch: Epoch, body: Block?, from sender: Int
  ) {
    if case .vote(let vote, let place) = message {
      hear(vote, by: place, of: world.rules.set(of: epoch))
    }
    if epoch > plan.epoch || (epoch == plan.epoch && engine?.plan.epoch != epoch) {
      keep(message, of: epoch, body: body)
      if epoch > plan.epoch { askForChain(sender) }
    } else if epoch < plan.epoch, isDue(&helpedAt, sender),
      let certificate = closingCertificate(of: epoch)
    {
      world.send(
        .consensus(epoch, .certificate(certificate), body: nil), from: index, to: sender)
    }
  }

  private func askForChain(_ node: Int) {
    guard isDue(&askedAt, node) else { return }
    world.send(.wantChain(after: finalHeight), from: index, to: node)
  }

  /// Keeps what comes for the epoch that begins next.
  private func keep(_ message: Message, of epoch: Epoch, body: Block?) {
    guard epoch == (engine?.plan.epoch == plan.epoch ? plan.epoch.next : plan.epoch) else { return }
    var early =
      self.early.flatMap { $0.epoch == epoch ? $0 : nil }
      ?? EarlyMessages(epoch: epoch, set: world.rules.set(of: epoch), network: world.rules.network)
    switch message {
    case .proposal(let proposal):
      guard let authority = early.voter(of: message),
        let vote = try? Unverified(proposal.vote).verified(
          under: authority, remembering: &world.memory)
      else { return }
      if early.keep(.proposal(proposal.header, vote)), let body { blocks[body.header.hash] = body }
    case .vote(let vote, _):
      guard let authority = early.voter(of: message),
        let vote = try? Unverified(vote).verified(under: authority, remembering: &world.memory)
      else { return }
      early.keep(.vote(vote))
    case .certificate(let certificate):
      guard let certificate = verified(certificate, under: early.authority) else { return }
      early.keep(.certificate(certificate))
    case .request: return
    }
    self.early = early
  }

  /// Feeds the engine, which has just started, with what came before.
  func takeEarly() {
    guard let early, early.epoch == plan.epoch else { return }
    self.early = nil
    for input in early.all {
      guard !isDead else { return }
      if case .vote(let vote) = input { world.checks.heard(vote, by: index, at: world.now) }
      learn(input)
      if case .proposal(let header, _) = input, let block = blocks[header.hash] {
        learn(.block(header, world.rules.verdict(on: block.body)))
      }
    }
  }

  private func isDue(_ times: inout [Int: UInt64], _ peer: Int) -> Bool {
    if let last = times[peer], world.now < last + Self.patienceMilliseconds { return false }
    times[peer] = world.now
    return true
  }

  var finalHeight: Height {
    finalized.last?.header.height ?? executed.last?.block.header.height
      ?? committing.last?.block.header.height ?? world.machines[index].home.database.tip.height
  }

  private func closingCertificate(of epoch: Epoch) -> Certificate? {
    let database = world.machines[index].home.database
    return database.certificates.reduce(nil) { found, entry in
      entry.value.statement.epoch == epoch ? entry.value : found
    }
  }

  private func receive(_ message: Message, body: Block?, from sender: Int) {
    switch message {
    case .proposal(let proposal):
      let leader = plan.leader(of: proposal.vote.statement.view)
      guard let vote = verified(proposal.vote, by: leader) else { return }
      hear(proposal.vote, by: leader, of: plan.set)
      learn(.proposal(proposal.header, vote))
      if let body { take(body) }
    case .vote(let vote, let place):
      hear(vote, by: place, of: plan.set)
      guard engine?.wants(vote.statement, by: place) == true,
        let vote = verified(vote, by: place)
      else { return }
      if engine?.stage == .running { world.checks.heard(vote, by: index, at: world.now) }
      learn(.vote(vote))
    case .certificate(let certificate):
      guard engine?.wants(certificate.statement) == true,
        let verified = verified(certificate, under: plan.authority)
      else { return }
      take(verified)
    case .request(let views):
      learn(.request(views, from: world.peer(of: sender, in: plan)))
    }
  }

  /// Takes a certificate of the epoch, with the votes in it.
  func take(_ certificate: Verified<Certificate>) {
    hear(ownVoteIn: certificate)
    remember(certificate.message)
    // Each of its votes is checked with it, and can convict like one that came alone.
    if engine?.wants(certificate.message.statement) == true {
      for (member, vote) in certificate.message.votes
      where engine?.wants(vote.statement, by: member) == true {
        world.checks.heard(
          vote.statement, of: plan.set.members[member].key, by: index, at: world.now)
      }
    }
    learn(.certificate(certificate))
  }

  private func verified(_ vote: Vote, by place: Int) -> Verified<Vote>? {
    guard plan.set.members.indices.contains(place) else { return nil }
    let authority = Vote.Authority(key: plan.set.members[place].key, network: plan.network)
    return try? Unverified(vote).verified(under: authority, remembering: &world.memory)
  }

  func verified(
    _ certificate: Certificate, under authority: Certificate.Authority
  ) -> Verified<Certificate>? {
    try? Unverified(certificate).verified(under: authority, remembering: &world.memory)
  }

  // MARK: Own votes that come from elsewhere

  /// Hears a vote that claims to be this node's own; those of others cost no check here.
  private func hear(_ vote: Vote, by place: Int, of set: ValidatorSet) {
    // A twin is told apart from itself by nobody but itself, and says nothing.
    guard vote.statement.epoch >= plan.epoch, !world.adversaries.contains(index),
      set.members.indices.contains(place), set.members[place].account == key.account
    else { return }
    let authority = Vote.Authority(key: key.publicKey, network: world.rules.network)
    guard
      let heard = try? Unverified(vote).verified(under: authority, remembering: &world.memory)
    else { return }
    let records = gate.hear(heard)
    wait(Turn(records: records))
    for record in records {
      if case .standing = record {
        world.note(index, "heard a vote of its own that it did not know")
        world.checks.lostJournal(index)
        learn(.quarantined)
        inquire()
      }
      if case .recalled(let vote) = record { learn(.cast(vote)) }
    }
  }

  private func hear(ownVoteIn certificate: Verified<Certificate>) {
    guard let place = plan.set.index(of: key.account),
      let own = certificate.message.votes.first(where: { $0.member == place })
    else { return }
    hear(own.vote, by: place, of: plan.set)
  }

  // MARK: Blocks

  private func take(_ block: Block) {
    let hash = block.header.hash
    blocks[hash] = block
    learn(.block(block.header, world.rules.verdict(on: block.body)))
  }

  private func sendChain(after height: Height, to node: Int) {
    let database = world.machines[index].home.database
    guard let next = database.block(at: height.next)?.header, isDue(&helpedAt, node) else { return }
    var blocks: [Block] = []
    var current = next.height
    while let block = database.block(at: current), block.header.epoch == next.epoch {
      blocks.append(block)
      current = current.next
    }
    guard let last = blocks.last, let certificate = database.certificates[last.header.height] else {
      return
    }
    world.send(.chain(blocks, certificate), from: index, to: node)
  }

  private func take(_ blocks: [Block], _ certificate: Certificate) {
    guard certificate.statement.epoch == plan.epoch, engine?.plan.epoch == plan.epoch,
      let verified = verified(certificate, under: plan.authority)
    else { return }
    // One certificate and the hash chain verify a whole range.
    var expected = certificate.statement.finalizedBlock
    for block in blocks.reversed() {
      guard block.header.hash == expected else { return }
      expected = block.header.parentHash
    }
    for block in blocks { self.blocks[block.header.hash] = block }
    hear(ownVoteIn: verified)
    learn(.certificate(verified))
    for block in blocks { learn(.block(block.header, .valid)) }
  }
}
