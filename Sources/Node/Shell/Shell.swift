import Chain
import Codec
import Consensus
import Cryptography
import Foundation
import Ledger
import RPC
import Replica
import Storage

/// Everything around a replica: it turns threads, files and timers into inputs, and effects back
/// into them.
///
/// It lives on one thread. A turn takes in all that has been noticed, makes durable what comes of
/// it under one sync, and only then carries out the rest, in the order in which it was wanted.
final class Shell {
  /// Why it came to an end.
  enum Ending {
    /// Somebody wanted it.
    case asked
    /// A database that was made of a snapshot is to take the place of this one.
    case imported
  }

  /// What stands around the replica, which the shell does not make itself.
  struct Parts {
    let latest: LatestState
    let executor: BlockExecutor
    let committer: BlockCommitter
    let line: PeerLine
    let answers: PeerAnswers
    let arrival: SnapshotArrival
    let server: Server?
    /// The epoch in which the operator lets a validator vote although its journal was lost.
    let acceptedEpoch: Epoch?
  }

  /// One thing that waits for the disk.
  enum Step {
    case perform(ReplicaEffect)
    case learn(ReplicaInput)
    case commit(Storage.ExecutedBlock)
  }

  /// How often an operator is told how far the chain is.
  private static let reportMilliseconds: UInt64 = 30_000
  private static let progressMilliseconds: UInt64 = 5_000
  /// By how much a clock has to jump to be worth a word.
  private static let clockStepMilliseconds: Int64 = 250
  /// How many brief checks a turn does itself: those of a small set, or of a quiet moment.
  private static let briefChecksMax = 8

  let parts: Parts
  let clock: NodeClock
  let log: Logbook
  private let inbox: Inbox
  private let checkers: SignatureCheckers
  let signer: Signer?
  let network: Network
  /// Keys that have contradicted themselves since this node was started.
  var culprits: Set<PublicKey> = []
  private(set) var replica: Replica
  var durable = Signer.Turn()
  var steps: [Step] = []
  private var briefChecks: [SignatureCheck] = []
  private var briefCheckCount = 0
  private var wakeAt: UInt64?
  private var reportAt: UInt64 = 0
  private var lastDrift: Int64
  private(set) var meter = SyncMeter()
  /// Clients who wait to hear whether their transactions were taken.
  private var clients: [Digest: [Answer<MempoolRefusal?>]] = [:]
  private var reasonToStop: String?
  private var ending: Ending?

  init(
    replica: Replica, signer: Signer?, parts: Parts, network: Network, inbox: Inbox,
    clock: NodeClock, log: Logbook
  ) {
    self.replica = replica
    self.signer = signer
    self.network = network
    self.parts = parts
    self.inbox = inbox
    self.clock = clock
    self.log = log
    lastDrift = clock.driftMilliseconds
    checkers = SignatureCheckers(chainID: network.chainID) { inbox.put(.checked($0, $1)) }
  }

  /// Runs until somebody wants it to end, or another database is to take this one's place.
  func run() throws(ShellFailure) -> Ending {
    handle(replica.start(at: clock.now))
    tellOldest(parts.latest.oldestHeight)
    inquireIfNeeded()
    if let acceptedEpoch = parts.acceptedEpoch { learn(.lossAccepted(acceptedEpoch)) }
    try settle()
    while true {
      parts.latest.rest()
      briefCheckCount = 0
      let wait = wakeAt.map { $0 - min($0, clock.milliseconds) } ?? .max
      for notice in inbox.take(waitingMilliseconds: wait) { try take(notice) }
      watchClock()
      if let time = wakeAt, time <= clock.milliseconds {
        wakeAt = nil
        learn(.wake)
      }
      try settle()
      if let ending { return ending }
    }
  }

  // MARK: In

  private func take(_ notice: Notice) throws(ShellFailure) {
    switch notice {
    case .checked(let check, let outcome): learn(.checked(check, outcome))
    case .executed(let report, let block): take(report, of: block)
    case .committed(let commit): try take(commit)
    case .submitted(let transaction, let answer):
      clients[transaction.message.hash, default: []].append(answer)
      learn(.submitted(transaction))
    case .nonceWanted(let address, let answer): answer.give(replica.nextNonce(of: address))
    case .transactionWanted(let hash, let answer): answer.give(replica.pool[hash]?.transaction)
    case .statusWanted(let answer): answer.give(status)
    case .peer(let notice): take(notice)
    case .stop(let reason): stop(because: reason)
    case .drained: ending = .asked
    case .failed(let failure): throw failure
    }
  }

  /// Lets those who are being served have their answers, and ends then.
  private func stop(because reason: String) {
    guard reasonToStop == nil else { return }
    reasonToStop = reason
    log.info(.node, "stopping", ["because": reason])
    Thread.detachNewThread { [server = parts.server, inbox] in
      server?.stop(within: .seconds(3))
      inbox.put(.drained)
    }
  }

  private func take(_ report: ExecutionReport, of block: Storage.ExecutedBlock) {
    log.debug(
      .execution, "executed",
      ["height": block.height, "transactions": block.outcome.senders.count, "hash": block.hash])
    learn(.executed(report))
    // A closing block is committed together with the journal of what follows it.
    if block.isClosing { durable.opening = block.block.header }
    steps.append(.commit(block))
  }

  private func take(_ commit: Notice.Commit) throws(ShellFailure) {
    let start = commit.isClosing ? EpochStart(behind: commit.last, in: parts.latest) : nil
    if let mark = commit.journal {
      try signer?.note(commitWith: mark, of: commit.last.height, beginning: start?.epoch)
    }
    learn(
      .committed(
        CommitReport(
          height: commit.last.height, root: commit.root, view: parts.latest, start: start,
          isTrusted: signer?.gate.isVoting ?? false)))
    tellOldest(commit.oldest)
    if let start {
      inquireIfNeeded()
      parts.line.begin(duty(behind: start))
      log.info(
        .consensus, "an epoch begins",
        [
          "epoch": start.epoch, "height": commit.last.height, "validators": start.set.members.count,
          "votes": signer?.gate.isVoting ?? false,
        ])
      warnIfObserving(start)
    }
    report(commit.last)
  }

  /// Tells when the machine's clock was set: headers have to be later than their parents, so after
  /// a step back nothing is proposed until the clock has caught up.
  private func watchClock() {
    let drift = clock.driftMilliseconds
    let step = drift - lastDrift
    guard abs(step) >= Self.clockStepMilliseconds else { return }
    lastDrift = drift
    log.warn(
      .consensus,
      step < 0 ? "the clock was set back; blocks wait until it has caught up" : "the clock was set",
      ["milliseconds": step])
  }

  private func report(_ header: Header) {
    let now = clock.milliseconds
    meter.note(header.height, at: now)
    guard now >= reportAt else { return }
    if let progress {
      reportAt = now + Self.progressMilliseconds
      return log.info(
        .node, "catching up",
        [
          "height": header.height, "of": progress.target,
          "blocksPerSecond": Int(progress.blocksPerSecond),
          "secondsLeft": progress.secondsLeft.map { "\($0)" } ?? "unknown",
        ])
    }
    reportAt = now + Self.reportMilliseconds
    log.info(
      .node, "the chain grows",
      [
        "height": header.height, "epoch": header.epoch,
        "behindMs": clock.time.units - min(clock.time.units, header.time.units),
        "waiting": replica.pool.count, "peers": replica.peerCount,
      ])
  }

  /// Tells the replica something; what comes of it waits for the end of the turn.
  func learn(_ input: ReplicaInput) { handle(replica.receive(input, at: clock.now)) }

  // MARK: Out

  private func handle(_ effects: [ReplicaEffect]) {
    for effect in effects {
      switch effect {
      case .persist(let certificate): durable.records.append(.certificate(certificate))
      case .sign(let statement, let body): sign(statement, body)
      case .close(let epoch):
        if let record = signer?.close(epoch) { durable.records.append(record) }
      case .recognize(let vote):
        recognize(vote)
      case .accept(let outcome): accept(outcome)
      case .quarantine(let time):
        if let record = signer?.quarantine(since: time) { durable.records.append(record) }
      // Neither other threads nor clients need to wait for the disk: no other node learns of what
      // they do, and a transaction that was taken is not promised to be kept.
      case .check(let check) where check.isBrief: briefChecks.append(check)
      case .check(let check): checkers.add(check)
      case .execute(let block, let certificate, let isClosing):
        parts.executor.add(
          BlockExecutor.Order(block: block, certificate: certificate, isClosing: isClosing))
      case .answer(let hash, let refusal):
        for client in clients.removeValue(forKey: hash) ?? [] { client.give(refusal) }
      case .send, .broadcast, .serveBlock, .serveRange, .serveSnapshot, .serveEpochEnds,
        .serveProof,
        .beginImport, .importEnds, .importChunk, .finishImport, .abandonImport, .accuse,
        .leave, .wake, .halt:
        steps.append(.perform(effect))
      }
    }
  }

  /// Checks what takes no longer than waking another thread does, unless there is much of it.
  private func checkBriefly() {
    while !briefChecks.isEmpty {
      let checks = briefChecks
      briefChecks = []
      briefCheckCount += checks.count
      for check in checks {
        if briefCheckCount > Self.briefChecksMax {
          checkers.add(check)
        } else {
          learn(.checked(check, check.run(on: network.chainID)))
        }
      }
    }
  }

  private func sign(_ statement: Statement, _ body: OrderedBlock?) {
    guard let signer else { return }
    do throws(GateRefusal) {
      let signed = try signer.sign(statement)
      if let record = signed.record { durable.records.append(record) }
      if let body { durable.bodies.append(body.block) }
      steps.append(.learn(.cast(signed.vote)))
    } catch {
      log.debug(.consensus, "the gate refused a vote", ["reason": error])
    }
  }

  /// Makes the turn durable and carries it out, with all that follows from it at once.
  private func settle() throws(ShellFailure) {
    while true {
      checkBriefly()
      guard !durable.isEmpty || !steps.isEmpty else { return }
      let (turn, steps) = (durable, self.steps)
      durable = Signer.Turn()
      self.steps = []
      if !turn.isEmpty, let signer { try signer.write(turn, committed: replica.committedHeight) }
      for step in steps {
        switch step {
        case .perform(let effect): try perform(effect)
        case .learn(let input): learn(input)
        case .commit(let block): parts.committer.add(block, journal: signer?.mark)
        }
      }
    }
  }

  private func perform(_ effect: ReplicaEffect) throws(ShellFailure) {
    switch effect {
    case .accuse(let evidence): accuse(evidence)
    case .wake(let time): wakeAt = time
    case .halt(let breach): throw .halted(breach)
    case .send(let message, let peer): parts.line.send(message, to: peer)
    case .broadcast(let message): parts.line.broadcast(message)
    case .leave(let peer, let reason): parts.line.leave(peer, because: reason)
    case .serveBlock(let hash, let peer): parts.answers.add(.block(hash), from: peer)
    case .serveRange(let heights, let peer): parts.answers.add(.range(heights), from: peer)
    case .serveSnapshot(let request, let peer): parts.answers.add(.snapshot(request), from: peer)
    case .serveEpochEnds(let epoch, let peer):
      parts.answers.add(.epochEnds(from: epoch), from: peer)
    case .serveProof(let key, let peer): parts.answers.add(.proof(of: key), from: peer)
    case .beginImport, .importEnds, .importChunk, .finishImport, .abandonImport:
      importSnapshot(effect)
    case .answer, .check, .execute, .persist, .sign, .close, .recognize, .accept, .quarantine:
      preconditionFailure("this was seen to when it came")
    }
  }

  /// The shell waits for the disk, so that no more arrives than can be written.
  private func importSnapshot(_ effect: ReplicaEffect) {
    do throws(SnapshotImportError) {
      switch effect {
      case .beginImport(let manifest):
        log.info(.storage, "a snapshot arrives", ["height": manifest.closing.height])
        try parts.arrival.begin(manifest)
      case .importEnds(let ends): try parts.arrival.add(ends)
      case .importChunk(let chunk): try parts.arrival.add(chunk)
      case .finishImport(let manifest):
        guard try parts.arrival.finish(journal: signer?.mark) else { return }
        log.info(.storage, "a snapshot has arrived", ["height": manifest.closing.height])
        ending = .imported
      default: parts.arrival.abandon()
      }
    } catch {
      log.warn(.storage, "a snapshot could not be imported", ["reason": error])
      parts.arrival.abandon()
      steps.append(.learn(.importFailed))
    }
  }
}
