import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// Nodes with a network, disks and clocks that are made up, all on one thread.
///
/// One seed has one history.
final class World {
  let plan: WorldPlan
  let rules: ChainRules
  let checks: Checks
  var machines: [Machine] = []
  let adversaries: Set<Int>
  var minds: [Int: AdversaryMind] = [:]
  var network: VirtualNetwork
  var random: SplitMix64
  /// Checked signatures, remembered for all nodes together: each is checked once.
  var memory = CheckedClaims(remembering: 40_000)
  private(set) var now: UInt64 = 0
  private var queue = EventQueue<Event>()
  var trace: Trace
  /// What keeps a message from its receiver besides the network, while the world has not healed.
  var obstacle: ((NodeMessage, _ sender: Int, _ receiver: Int) -> Bool)?
  private(set) var hasHealed = false
  /// How many steps every node has taken, which is how many places there are to crash at.
  private(set) var stepCounts: [Int]
  /// The same when everything healed: nothing crashes afterwards.
  private(set) var stepCountsAtHealing: [Int] = []
  private(set) var eventCount = 0

  init(_ plan: WorldPlan, isTraced: Bool = false) {
    self.plan = plan
    random = SplitMix64(seed: plan.seed ^ 0x5EED)
    trace = Trace(isKept: isTraced)
    stepCounts = [Int](repeating: 0, count: plan.nodeCount)
    var keys = Array(ValidatorKey.all.prefix(plan.nodeCount))
    adversaries = Set(plan.adversaries.keys)
    // The second half of a twin has the key of the first.
    var firsts = plan.adversaries.filter { $0.value == .twin }.map(\.key).sorted()[...]
    let twins = firsts.suffix(firsts.count / 2)
    firsts = firsts.prefix(firsts.count / 2)
    for (first, second) in zip(firsts, twins) {
      keys[second] = keys[first]
      keys[second].isTwin = true
    }
    guard
      let rules = try? ChainRules(
        seed: plan.seed, keys: keys, suspects: plan.suspects,
        epochLengthMilliseconds: plan.epochLengthMilliseconds,
        minBlockIntervalMilliseconds: plan.minBlockIntervalMilliseconds,
        emptyBlockIntervalMilliseconds: plan.emptyBlockIntervalMilliseconds,
        isUniform: plan.isUniform, leaders: plan.leaders)
    else { preconditionFailure("a world has validators") }
    self.rules = rules
    network = VirtualNetwork(faults: plan.links, seed: plan.seed ^ 0x4E37)
    checks = Checks(rules: rules, adversaries: adversaries, fragile: plan.fragile)
    for index in keys.indices {
      var clock = VirtualClock(startingAt: rules.genesis.time)
      if plan.driftsMillionthsMax > 0 {
        clock.driftMillionths = Int64(
          random.number(in: -plan.driftsMillionthsMax...plan.driftsMillionthsMax))
      }
      if plan.adversaries[index] == .earlyClock {
        clock.offsetMilliseconds = Int64(random.number(in: 600...20_000))
      }
      let home = Home.new(
        key: keys[index], genesis: rules.genesis, root: ChainRules.genesisRoot, random: &random)
      machines.append(Machine(key: keys[index], home: home, clock: clock))
      if let kind = plan.adversaries[index] {
        minds[index] = AdversaryMind(kind, key: keys[index], seed: plan.seed &+ UInt64(index))
      }
    }
  }

  // MARK: What nodes ask of it

  func schedule(_ event: Event, after milliseconds: UInt64) {
    queue.add(event, at: now + milliseconds)
  }

  func schedule(_ event: Event, at time: UInt64) {
    queue.add(event, at: max(now, time))
  }

  func send(_ message: NodeMessage, from sender: Int, to receiver: Int) {
    var messages = [message]
    if let mind = minds[sender] {
      messages = mind.messages(insteadOf: message, to: receiver, in: self)
    } else {
      checks.sent(message, by: sender, at: now)
    }
    for message in messages { checks.leaves(message, from: sender) }
    for message in messages where obstacle?(message, sender, receiver) != true {
      for time in network.arrivals(from: sender, to: receiver, at: now) {
        queue.add(.deliver(message, from: sender, to: receiver), at: time)
      }
    }
  }

  func executionDelay() -> UInt64 { UInt64(random.number(in: plan.executionMilliseconds)) }

  /// The node behind a peer of an epoch.
  func node(of peer: Peer, in plan: EpochPlan) -> Int? {
    switch peer {
    case .member(let place):
      guard plan.set.members.indices.contains(place) else { return nil }
      let account = plan.set.members[place].account
      let nodes = machines.indices.filter { machines[$0].key.account == account }
      return nodes.isEmpty ? nil : nodes[random.number(in: 0...(nodes.count - 1))]
    case .other(let node): return Int(node)
    }
  }

  func peer(of node: Int, in plan: EpochPlan) -> Peer {
    plan.set.index(of: machines[node].key.account).map { .member($0) } ?? .other(UInt64(node))
  }

  func someone(but node: Int) -> Int? {
    guard machines.count > 1 else { return nil }
    let other = random.number(in: 0...(machines.count - 2))
    return other < node ? other : other + 1
  }

  func note(_ node: Int, _ text: @autoclosure () -> String) {
    if trace.isKept { trace.keep("\(now) node \(node): \(text())") }
  }

  // MARK: Crashes

  /// Takes one step of a node; true when the node crashes instead.
  func crashes(_ node: RunningNode) -> Bool {
    guard !node.isDead else { return true }
    let machine = machines[node.index]
    stepCounts[node.index] += 1
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
    running.isDead = true
    machine.running = nil
    if let aftermath = plan.aftermath {
      random = SplitMix64(seed: aftermath.seed &+ UInt64(index))
      schedule(.heal, after: aftermath.healingMilliseconds)
    }
    machine.home.disk.crash(&random)
    checks.stopped(index)
    let delay =
      random.happens(oneIn: 3) ? random.number(in: 300...3_000) : random.number(in: 1...200)
    schedule(.restart(index), after: UInt64(delay))
  }

  func start(_ index: Int) {
    let machine = machines[index]
    guard machine.running == nil else { return }
    machine.lives += 1
    note(index, "starts")
    let running = RunningNode(self, index: index, life: machine.lives)
    machine.running = running
    running.resume()
  }

  // MARK: The run

  /// Lets everything happen until nothing more is to be seen; the complaints are in `checks`.
  func run() {
    for index in machines.indices { start(index) }
    if plan.hasFaults { schedule(.fault, after: 1) }
    schedule(.heal, after: plan.chaosMilliseconds)
    while checks.complaints.isEmpty, let (time, event) = queue.next() {
      if let node = event.node, machines[node].pausedUntil > time {
        queue.add(event, at: machines[node].pausedUntil)
        continue
      }
      now = time
      eventCount += 1
      happen(event)
      if isOver { break }
    }
    if checks.complaints.isEmpty { checks.conclude(at: now) }
    if checks.complaints.isEmpty { followClosingBlocks() }
  }

  /// A light client accepts exactly the chain that everyone has.
  private func followClosingBlocks() {
    guard let machine = machines.indices.first(where: { !adversaries.contains($0) }),
      var client = try? LightClient(
        genesis: rules.genesis, network: rules.network,
        epochLengthMilliseconds: plan.epochLengthMilliseconds)
    else { return }
    let database = machines[machine].home.database
    for block in database.blocks
    where rules.plan(after: client.closing).isClosing(block.header) {
      let height = block.header.height
      guard let certificate = database.certificates[height] else {
        return checks.fail("the closing block at height \(height) has no certificate")
      }
      do throws(LightClientError) {
        try client.follow(
          block.header, certificate: certificate, set: rules.set(of: block.header.epoch))
      } catch {
        return checks.fail("a light client refuses height \(height): \(error)")
      }
    }
  }

  private func happen(_ event: Event) {
    trace.add(event, at: now)
    if trace.isKept { trace.keep("\(now) \(event.summary)") }
    switch event {
    case .deliver(let message, let sender, let node):
      machines[node].running?.receive(message, from: sender)
    case .wake(let node, let life, let serial):
      if let running = living(node, life), running.wakeSerial == serial { running.learn(.wake) }
    case .synced(let node, let life): living(node, life)?.synced()
    case .build(let node, let life, let view, let parent, let parentView):
      living(node, life)?.build(view, on: parent, parentView: parentView)
    case .executed(let node, let life): living(node, life)?.executedNext()
    case .committed(let node, let life, let mark): living(node, life)?.committed(mark)
    case .inquire(let node, let life): living(node, life)?.inquire()
    case .fault: fault()
    case .restart(let node): start(node)
    case .resume(let node): machines[node].pausedUntil = 0
    case .loseJournals(let count): loseJournals(of: count)
    case .acceptLoss(let count): acceptLoss(by: count)
    case .mend: network.partition = .none
    case .heal: heal()
    }
    checks.progress(at: now, events: eventCount)
    if let node = event.node, eventCount % 64 == 0, let engine = machines[node].running?.engine {
      checks.remembers(engine, by: node)
    }
  }

  private func living(_ node: Int, _ life: Int) -> RunningNode? {
    guard let running = machines[node].running, running.life == life else { return nil }
    return running
  }

  private func heal() {
    guard !hasHealed else { return }
    hasHealed = true
    stepCountsAtHealing = stepCounts
    obstacle = nil
    if plan.hasFaults { network.heal(to: plan.healedLinks) }
    for index in machines.indices {
      let machine = machines[index]
      machine.stepsToCrash = nil
      machine.pausedUntil = 0
      if plan.adversaries[index] != .earlyClock, plan.hasFaults {
        machine.clock.offsetMilliseconds = Int64(random.number(in: -100...100))
      }
      start(index)
    }
    note(0, "everything heals")
    checks.healed(at: now, honest: machines.indices.filter { !adversaries.contains($0) })
  }

  private var isOver: Bool { hasHealed && checks.hasRecovered }
}
