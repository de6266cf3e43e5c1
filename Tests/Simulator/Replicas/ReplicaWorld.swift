import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport

/// Whole replicas with a network, disks and clocks that are made up, all on one thread: one seed,
/// one history.
final class ReplicaWorld {
  let plan: ReplicaPlan
  let genesis: GenesisBlock
  /// The state after genesis.
  private let genesisState: InMemoryState
  let checks: ReplicaChecks
  let crowd: Crowd
  private(set) var machines: [ReplicaMachine] = []
  private var makers: [Int: MischiefMaker] = [:]
  var links: VirtualNetwork
  var random: SplitMix64
  /// Checked signatures, remembered for all nodes together: each is checked once.
  var memory = CheckedClaims(remembering: 40_000)
  private(set) var now: UInt64 = 0
  private var queue = EventQueue<ReplicaEvent>()
  private(set) var hasHealed = false
  var isSubmitting = true
  private(set) var eventCount = 0
  private(set) var trace = ReplicaTrace()
  /// The history in words, if somebody wants to read it.
  private(set) var lines: [String] = []
  private let isTraced: Bool
  private(set) var healedHeight = Height(0)
  private(set) var healedAt: UInt64 = 0
  var snapshots = SnapshotTally()

  init(_ plan: ReplicaPlan, isTraced: Bool = false) throws {
    self.plan = plan
    self.isTraced = isTraced
    random = SplitMix64(seed: plan.seed ^ 0xFACE)
    let keys = Array(ValidatorKey.all.prefix(plan.nodeCount))
    let absent = Array(ValidatorKey.all[plan.nodeCount...].prefix(plan.absentCount))
    crowd = try Crowd(plan, operators: keys, absent: absent)
    genesis = try GenesisBlock(Self.genesis(plan, keys: keys, absent: absent, crowd: crowd))
    var state = InMemoryState()
    state.apply(genesis.changes)
    genesisState = state
    let network = genesis.network
    crowd.enter(network)
    checks = ReplicaChecks(
      dishonest: Set(plan.mischief.keys), fragile: plan.fragile, keys: keys.map(\.publicKey),
      network: network)
    links = VirtualNetwork(faults: plan.links, seed: plan.seed ^ 0x4E37)
    for (index, key) in keys.enumerated() {
      let home = ReplicaMachine.Home(
        disk: .new(key: key, random: &random), store: try emptyStore(of: index))
      let clock = VirtualClock(startingAt: genesis.genesis.time)
      machines.append(ReplicaMachine(key: key, home: home, clock: clock))
      if let kind = plan.mischief[index] {
        makers[index] = MischiefMaker(
          kind, key: key, network: network,
          chunkSizeBytes: plan.absence?.chunkSizeBytes ?? StateLimits.chunkSizeBytes,
          seed: plan.seed &+ UInt64(index))
      }
    }
  }

  var network: Network { genesis.network }

  /// The database of a node that has never run.
  func emptyStore(of node: Int) throws -> any FinalStore {
    plan.onDisk.contains(node)
      ? try DiskStore(genesis, genesisState)
      : MemoryStore(genesis: genesis.header, state: genesisState)
  }

  private static func genesis(
    _ plan: ReplicaPlan, keys: [ValidatorKey], absent: [ValidatorKey], crowd: Crowd
  ) throws -> Genesis {
    var draft = GenesisDraft(validatorCount: 0, seed: plan.seed)
    draft.epochLengthMilliseconds = plan.epochLengthMilliseconds
    draft.parameters = plan.parameters
    func validator(_ key: ValidatorKey, _ stake: UInt64) -> GenesisValidator {
      GenesisValidator(
        account: key.account, key: key.publicKey, stake: Wei(stos: stake),
        commissionBasisPoints: 500, moniker: "validator", endpoint: "")
    }
    let absentStake: UInt64 = plan.isLong ? 20_000 : 10
    draft.validators =
      keys.map { validator($0, 1_000_000) } + absent.map { validator($0, absentStake) }
    let placed = try crowd.settle(in: &draft)
    let staked = 1_000_000 * UInt64(keys.count) + absentStake * UInt64(absent.count)
    draft.accounts.append(
      Genesis.Account(
        address: Address(protocol: 0x9999), balance: Wei(stos: 60_000_000 - staked - placed)))
    return try draft.validated()
  }

  // MARK: What nodes ask of it

  func schedule(_ event: ReplicaEvent, after milliseconds: UInt64) {
    queue.add(event, at: now + milliseconds)
  }

  func schedule(_ event: ReplicaEvent, at time: UInt64) {
    queue.add(event, at: max(now, time))
  }

  func executionDelay() -> UInt64 { UInt64(random.number(in: plan.executionMilliseconds)) }
  func checkDelay() -> UInt64 { UInt64(random.number(in: plan.checkMilliseconds)) }

  func send(_ message: PeerMessage, from sender: Int, to receiver: Int) {
    send(Envelope(message), from: sender, to: receiver)
  }

  func send(_ envelope: Envelope, from sender: Int, to receiver: Int) {
    let maker = makers[sender]
    let envelopes =
      maker?.messages(
        insteadOf: envelope.message, to: receiver, from: machines[sender].home.store
      ).map(Envelope.init) ?? [envelope]
    for envelope in envelopes {
      for time in links.arrivals(from: sender, to: receiver, at: now) {
        queue.add(.deliver(envelope, from: sender, to: receiver), at: time)
      }
    }
  }

  func note(_ node: Int, _ text: @autoclosure () -> String) {
    if isTraced { lines.append("\(now) node \(node): \(text())") }
  }

  func node(_ peer: Address) -> Int? { machines.firstIndex { $0.address == peer } }

  // MARK: Connections

  func connect(_ one: Int, _ other: Int) {
    guard let first = machines[one].running, let second = machines[other].running else { return }
    guard first.connected.insert(other).inserted else { return }
    second.connected.insert(one)
    first.learn(.connected(machines[other].address, speaksFor: machines[other].key.publicKey))
    second.learn(.connected(machines[one].address, speaksFor: machines[one].key.publicKey))
  }

  func disconnect(_ one: Int, _ other: Int) {
    for (node, peer) in [(one, other), (other, one)] {
      guard let running = machines[node].running, running.connected.remove(peer) != nil else {
        continue
      }
      schedule(
        .learn(node, running.life, .disconnected(machines[peer].address)), after: 0)
    }
    schedule(.connect(one, other), after: UInt64(random.number(in: 50...1_000)))
  }

  // MARK: Crashes

  /// Takes one step of a node; true when the node crashes instead.
  func crashes(_ node: ReplicaNode) -> Bool {
    guard !node.isDead else { return true }
    let machine = machines[node.index]
    guard let steps = machine.stepsToCrash else { return false }
    guard steps == 0 else {
      machine.stepsToCrash = steps - 1
      return false
    }
    crash(node.index)
    return true
  }

  func crash(_ index: Int) {
    let machine = machines[index]
    machine.stepsToCrash = nil
    guard let running = machine.running else { return }
    note(index, "crashes")
    if running.isImporting { snapshots.crashed += 1 }
    machine.home.disk.crash(&random)
    end(running)
    schedule(.restart(index), after: UInt64(random.number(in: 1...1_500)))
  }

  /// Ends a life in good order; the next one begins soon.
  func stop(_ index: Int) {
    guard let running = machines[index].running else { return }
    machines[index].stepsToCrash = nil
    end(running)
    schedule(.restart(index), after: UInt64(random.number(in: 1...100)))
  }

  private func end(_ running: ReplicaNode) {
    let (index, machine) = (running.index, machines[running.index])
    running.isDead = true
    machine.running = nil
    for peer in running.connected.sorted() {
      guard let other = machines[peer].running, other.connected.remove(index) != nil else {
        continue
      }
      schedule(.learn(peer, other.life, .disconnected(machine.address)), after: 0)
    }
  }

  func start(_ index: Int) {
    let machine = machines[index]
    guard machine.running == nil else { return }
    if let absence = plan.absence, absence.node == index, absence.time.contains(now) { return }
    machine.lives += 1
    note(index, "starts")
    do {
      let running = try ReplicaNode(self, index: index, life: machine.lives)
      machine.running = running
      running.resume()
    } catch {
      return checks.fail("node \(index) cannot start: \(error)")
    }
    for other in machines.indices where other != index {
      schedule(.connect(index, other), after: UInt64(random.number(in: 1...30)))
    }
  }

  // MARK: The run

  /// Lets everything happen until nothing more is to be seen; the complaints are in `checks`.
  func run() {
    for index in machines.indices { start(index) }
    schedule(.fault, after: 1)
    schedule(.submit, after: 20)
    schedule(.heal, after: plan.chaosMilliseconds)
    if let absence = plan.absence {
      schedule(.leave(absence.node), after: absence.time.lowerBound)
      schedule(.comeBack(absence.node), after: absence.time.upperBound)
    }
    while checks.complaints.isEmpty, let (time, event) = queue.next() {
      if let node = event.node, machines[node].pausedUntil > time {
        queue.add(event, at: machines[node].pausedUntil)
        continue
      }
      now = time
      eventCount += 1
      trace.add(time)
      event.add(to: &trace)
      happen(event)
      if eventCount % 64 == 0, hasHealed, hasSettled { break }
    }
    snapshots.forged = makers.values.reduce(0) { $0 + $1.forgeryCount }
    if checks.complaints.isEmpty { conclude() }
  }

  private func happen(_ event: ReplicaEvent) {
    switch event {
    case .deliver(let envelope, let sender, let node):
      guard let running = machines[node].running, running.connected.contains(sender) else { return }
      note(node, "hears from \(sender): \(envelope.message.summary)")
      running.learn(
        .heard(envelope.message, sizeBytes: envelope.sizeBytes, from: machines[sender].address))
    case .learn(let node, let life, let input):
      guard let running = living(node, life) else { return }
      // Whoever was paused may have been connected again before it could learn of the end.
      if case .disconnected(let peer) = input, let other = self.node(peer),
        running.connected.contains(other)
      {
        return
      }
      running.learn(input)
    case .wake(let node, let life, let serial):
      if let running = living(node, life), running.wakeSerial == serial { running.learn(.wake) }
    case .synced(let node, let life): living(node, life)?.synced()
    case .executed(let node, let life): living(node, life)?.executedNext()
    case .committed(let node, let life, let mark): living(node, life)?.committed(mark)
    case .connect(let one, let other): connect(one, other)
    case .submit: submit()
    case .fault: fault()
    case .restart(let node): start(node)
    case .resume(let node): machines[node].pausedUntil = 0
    case .leave(let node): crash(node)
    case .comeBack(let node): comeBack(node)
    case .mend: links.partition = .none
    case .heal: heal()
    }
    if let node = event.node, eventCount % 16 == 0, let running = machines[node].running {
      checks.remembers(
        running.replica.footprint, by: node, awaiting: running.certificateCheckCount, plan.settings)
    }
    if eventCount > 3_000_000 || hasHealed && now > healedAt + 120_000 {
      checks.fail("the world does not settle: " + standings)
    }
  }

  private func living(_ node: Int, _ life: Int) -> ReplicaNode? {
    guard let running = machines[node].running, running.life == life else { return nil }
    return running
  }

  private func heal() {
    hasHealed = true
    healedAt = now
    healedHeight = checks.highest
    isSubmitting = false
    links.heal()
    for index in machines.indices {
      let machine = machines[index]
      machine.stepsToCrash = nil
      machine.pausedUntil = 0
      machine.clock.offsetMilliseconds = Int64(random.number(in: -100...100))
      start(index)
    }
  }
}
