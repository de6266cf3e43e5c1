import Chain
import Consensus
import Cryptography

/// What comes out of the engine: what has to be durable first waits for the disk.
extension RunningNode {
  func handle(_ effects: [Effect]) {
    world.checks.decided(effects, by: self)
    var turn = Turn()
    for effect in effects {
      guard !world.crashes(self) else { return }
      switch effect {
      case .persist(let certificate):
        remember(certificate)
        world.checks.formed(certificate, by: index)
        turn.records.append(.certificate(certificate))
      case .sign(let statement): sign(statement, in: &turn)
      case .broadcast, .send, .request, .build, .wake, .finalized, .accuse, .halt:
        turn.steps.append(.perform(effect))
      }
    }
    wait(turn)
  }

  /// Puts a turn behind those that still wait for the disk, since effects keep their order.
  func wait(_ turn: Turn) {
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
      case .cast(let vote):
        world.checks.visible(vote, of: index)
        learn(.cast(vote))
      case .admit:
        if let place = role.member { learn(.admitted(as: place)) }
      }
    }
  }

  /// Writes everything that waits, as one frame under one sync.
  private func write() {
    let turns = waiting
    waiting = []
    syncing = turns
    for block in turns.flatMap(\.bodies) {
      let committed = world.machines[index].home.database.tip.height
      for write in segments.append(block, committed: committed) { put(write) }
    }
    let records = turns.flatMap(\.records)
    if !records.isEmpty { put(journal.append(records)) }
    guard !world.crashes(self) else { return }
    world.schedule(.synced(index, life), after: world.plan.syncMilliseconds)
  }

  private func sign(_ statement: Statement, in turn: inout Turn) {
    do throws(GateRefusal) {
      let signed = try gate.sign(statement)
      if let record = signed.record {
        world.checks.signed(statement, by: self)
        turn.records.append(record)
      }
      if case .notarize(let candidate) = statement.content, let block = blocks[candidate.block],
        stored.insert(candidate.block).inserted
      {
        turn.bodies.append(block)
      }
      turn.steps.append(.cast(signed.vote))
    } catch {
      world.note(index, "refused \(statement.content): \(error)")
      world.checks.refused(error, by: index)
    }
  }

  /// Begins the journal of the epoch behind a closing block.
  private func open(behind closing: Header) {
    opening = nil
    plan = world.rules.plan(after: closing)
    // A crash may have come between this write and the commit that names it.
    guard journal.epoch < plan.epoch else { return commit() }
    isOpening = true
    syncing = []
    do throws(GateRefusal) {
      let records = try gate.begin(
        plan.epoch, after: closing.time, following: journal.sequence)
      put(journal.begin(plan.epoch, standing: gate.standing, followedBy: records))
    } catch {
      preconditionFailure("epochs begin one after the other: \(error)")
    }
    guard !world.crashes(self) else { return }
    world.schedule(.synced(index, life), after: world.plan.syncMilliseconds)
  }

  func put(_ write: Journal.Write) {
    world.note(index, "writes \(write.sequence) at \(write.offset) of \(write.bytes.count)")
    world.machines[index].home.disk.write(
      write.bytes, to: Home.name(ofJournal: write.file), at: write.offset)
  }

  private func put(_ write: SegmentLayout.Write) {
    world.machines[index].home.disk.write(
      write.bytes, to: Home.name(ofSegment: write.segment), at: write.offset)
  }

  /// The disk is done with what was written last.
  func synced() {
    guard let turns = syncing, !world.crashes(self) else { return }
    world.machines[index].home.disk.sync()
    syncing = nil
    syncedSequence = journal.sequence
    for case .certificate(let certificate) in turns.flatMap(\.records) {
      world.checks.synced(certificate, by: index)
    }
    if isOpening {
      isOpening = false
      commit()
    }
    isAdvancing = true
    carryOut(turns.flatMap(\.steps))
    isAdvancing = false
    advance()
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .broadcast(let message): broadcast(message)
    case .send(let message, let peer):
      if let node = world.node(of: peer, in: plan) { send(message, to: node) }
    case .request(let need, let member): ask(for: need, from: member)
    case .build(let view, let parent, let parentView):
      world.schedule(
        .build(index, life, view: view, parent: parent, parentView: parentView),
        after: world.plan.buildMilliseconds)
    case .wake(let time):
      wakeSerial += 1
      let clock = world.machines[index].clock
      world.schedule(.wake(index, life, serial: wakeSerial), at: clock.trueTime(showing: time))
    case .finalized(let finality): take(finality)
    case .accuse(let evidence): world.checks.accused(evidence, by: index)
    case .halt(let reason): world.checks.halted(index, "\(reason)")
    case .persist, .sign: preconditionFailure("what must be durable goes first")
    }
  }

  private func broadcast(_ message: Message) {
    for node in world.machines.indices where node != index {
      guard !world.crashes(self) else { return }
      send(message, to: node)
    }
  }

  private func send(_ message: Message, to node: Int) {
    var body: Block?
    if case .proposal(let proposal) = message { body = blocks[proposal.header.hash] }
    world.send(.consensus(plan.epoch, message, body: body), from: index, to: node)
  }

  private func ask(for need: Need, from member: Int?) {
    let node =
      member.flatMap { world.node(of: .member($0), in: plan) } ?? world.someone(but: index)
    guard let node, node != index else { return }
    switch need {
    case .block(let hash):
      if let block = blocks[hash] {
        learn(.block(block.header, world.rules.verdict(on: block.body)))
      } else {
        world.send(.wantBlock(hash), from: index, to: node)
      }
    case .certificates(let views): send(.request(views), to: node)
    }
  }
}
