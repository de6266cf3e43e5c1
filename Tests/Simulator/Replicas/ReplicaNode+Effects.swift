import Chain
import Consensus
import Cryptography
import Replica

/// What comes out of the replica: what has to be durable first waits for the disk.
extension ReplicaNode {
  func handle(_ effects: [ReplicaEffect]) {
    var turn = Turn()
    for effect in effects {
      guard !world.crashes(self) else { return }
      switch effect {
      case .persist(let certificate): turn.records.append(.certificate(certificate))
      case .sign(let statement, let body): sign(statement, body, in: &turn)
      case .close(let epoch):
        if let record = gate.close(epoch) { turn.records.append(record) }
      case .recognize(let vote):
        recognize(vote, in: &turn)
      case .accept(let outcome):
        turn.records.append(gate.accept(outcome.epoch))
        turn.steps.append(.learn(.admitted(outcome.epoch)))
      case .quarantine(let time):
        if let record = gate.quarantine(since: time) { turn.records.append(record) }
      case .send, .broadcast, .check, .execute, .serveBlock, .serveRange, .serveSnapshot,
        .serveEpochEnds, .serveProof, .beginImport, .importEnds, .importChunk, .finishImport,
        .abandonImport,
        .answer, .accuse, .leave, .wake, .halt:
        turn.steps.append(.perform(effect))
      }
    }
    wait(turn)
  }

  private func recognize(_ vote: Verified<Vote>, in turn: inout Turn) {
    let records = gate.hear(vote)
    turn.records += records
    for record in records {
      if case .standing = record {
        world.checks.distrusted(by: index)
        turn.steps.append(.learn(.quarantined))
      }
      if case .recalled(let vote) = record { turn.steps.append(.learn(.cast(vote))) }
    }
  }

  private func sign(_ statement: Statement, _ body: OrderedBlock?, in turn: inout Turn) {
    do throws(GateRefusal) {
      let signed = try gate.sign(statement)
      if let record = signed.record { turn.records.append(record) }
      if let body, stored.insert(body.hash).inserted { turn.bodies.append(body.block) }
      turn.steps.append(.learn(.cast(signed.vote)))
    } catch {
      if case .contradicts = error {
        world.checks.fail("node \(index) asked its gate for a forbidden vote: \(error)")
      }
    }
  }

  /// Puts a turn behind those that still wait for the disk, since effects keep their order.
  private func wait(_ turn: Turn) {
    guard !turn.isEmpty else { return }
    waiting.append(turn)
    advance()
  }

  /// Carries out what has nothing to wait for, then writes what has.
  func advance() {
    guard !isAdvancing, syncing == nil, !isDead else { return }
    isAdvancing = true
    defer { isAdvancing = false }
    while !isDead, let turn = waiting.first {
      guard turn.records.isEmpty, turn.bodies.isEmpty else { return write() }
      waiting.removeFirst()
      carryOut(turn.steps)
    }
    if !isDead, let closing = opening { open(behind: closing) }
  }

  private func carryOut(_ steps: [Step]) {
    for step in steps {
      guard !world.crashes(self) else { return }
      switch step {
      case .perform(let effect): perform(effect)
      case .learn(let input):
        if case .cast(let vote) = input { world.checks.visible(vote, of: index) }
        learn(input)
      }
    }
  }

  /// Writes everything that waits, as one frame under one sync.
  private func write() {
    let turns = waiting
    waiting = []
    syncing = turns
    for block in turns.flatMap(\.bodies) {
      let committed = replica.committedHeight
      for write in segments.append(block, committed: committed) {
        machine.home.disk.write(
          write.bytes, to: VirtualDisk.name(ofSegment: write.segment), at: write.offset)
      }
    }
    var portions = Journal.portions(of: turns.flatMap(\.records))[...]
    while let portion = portions.popFirst() {
      put(journal.append(portion))
      if !portions.isEmpty { machine.home.disk.sync() }
    }
    guard !world.crashes(self) else { return }
    world.schedule(.synced(index, life), after: world.plan.syncMilliseconds)
  }

  /// Begins the journal of the epoch behind a closing block.
  private func open(behind closing: Header) {
    opening = nil
    // A crash may have come between this write and the commit that names it.
    guard journal.epoch <= closing.epoch else { return commit() }
    syncing = []
    do throws(GateRefusal) {
      let epoch = closing.epoch.next
      let records = try gate.begin(epoch, after: closing.time, following: journal.sequence)
      put(journal.begin(epoch, standing: gate.standing, followedBy: records))
    } catch {
      preconditionFailure("epochs begin one after the other: \(error)")
    }
    guard !world.crashes(self) else { return }
    world.schedule(.synced(index, life), after: world.plan.syncMilliseconds)
  }

  private func put(_ write: Journal.Write) {
    machine.home.disk.write(
      write.bytes, to: VirtualDisk.name(ofJournal: write.file), at: write.offset)
  }

  /// The disk is done with what was written last.
  func synced() {
    guard let turns = syncing, !world.crashes(self) else { return }
    machine.home.disk.sync()
    syncing = nil
    syncedSequence = journal.sequence
    isAdvancing = true
    carryOut(turns.flatMap(\.steps))
    isAdvancing = false
    commit()
    advance()
  }

  private func perform(_ effect: ReplicaEffect) {
    switch effect {
    case .send(let message, let peer): send(message, to: peer)
    case .broadcast(let message): broadcast(message)
    case .check(let check):
      let outcome = check.run(on: world.network.chainID, remembering: &world.memory)
      world.schedule(.learn(index, life, .checked(check, outcome)), after: world.checkDelay())
    case .execute(let block, let certificate, let isClosing):
      ordered.append(Ordered(block: block, certificate: certificate, isClosing: isClosing))
      if ordered.count > ReplicaLimits.executionsMax {
        world.checks.fail("node \(index) hands out \(ordered.count) blocks at one time")
      }
      execute()
    case .serveBlock(let hash, let peer): serve(hash, to: peer)
    case .serveRange(let heights, let peer): serve(heights, to: peer)
    case .serveSnapshot(let request, let peer): serve(request, to: peer)
    case .serveEpochEnds(let epoch, let peer): serveEnds(from: epoch, to: peer)
    // The light client of these worlds is given its proofs, and no node asks for one.
    case .serveProof: break
    case .beginImport(let manifest): beginImport(manifest)
    case .importEnds(let ends): importEnds(ends)
    case .importChunk(let chunk): importChunk(chunk)
    case .finishImport(let manifest): finishImport(manifest)
    case .abandonImport: abandonImport()
    case .answer(let hash, let refusal):
      if let transaction = asked.removeValue(forKey: hash), refusal == nil {
        acknowledged.append(transaction)
      }
    case .accuse(let evidence): world.checks.accused(evidence, by: index)
    case .leave(let peer, let reason): leave(peer, because: reason)
    case .wake(let time):
      wakeSerial += 1
      world.schedule(
        .wake(index, life, serial: wakeSerial), at: machine.clock.trueTime(showing: time))
    case .halt(let breach): world.checks.halted(index, "\(breach)")
    case .persist, .sign, .close, .recognize, .accept, .quarantine:
      preconditionFailure("what must be durable goes first")
    }
  }

  private func send(_ message: PeerMessage, to peer: Address) {
    guard let node = world.node(peer), connected.contains(node) else { return }
    show(message)
    world.send(message, from: index, to: node)
  }

  private func broadcast(_ message: PeerMessage) {
    show(message)
    let envelope = Envelope(message)
    for node in connected.sorted() {
      guard !world.crashes(self) else { return }
      world.send(envelope, from: index, to: node)
    }
  }

  /// Whatever this node has signed is durable before it goes out.
  private func show(_ message: PeerMessage) {
    let plan = replica.engine.plan
    switch message {
    case .vote(let vote, let member)
    where vote.statement.epoch == plan.epoch && plan.set.members[Int(member)].key == key.publicKey:
      world.checks.sent(vote, by: index)
    case .proposal(_, let vote, _)
    where vote.statement.epoch == plan.epoch
      && plan.set.members[plan.leader(of: vote.statement.view)].key == key.publicKey:
      world.checks.sent(vote, by: index)
    default: break
    }
  }

  private func leave(_ peer: Address, because reason: String) {
    guard let node = world.node(peer) else { return }
    world.checks.left(node, by: index, because: reason)
    world.disconnect(index, node)
  }
}
