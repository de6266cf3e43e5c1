import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport

/// Validators that reach each other in a fixed time, on one thread.
final class Cluster {
  private enum Event {
    case deliver(PeerMessage, from: Int, to: Int)
    case wake(Int)
  }

  let nodes: [ClusterNode]
  private(set) var now: UInt64 = 0
  let delay: UInt64
  private let genesisTime: Timestamp
  private var queue: [(at: UInt64, order: Int, event: Event)] = []
  private var order = 0
  /// Who neither hears nor is heard.
  var isolated: Set<Int> = []
  /// Changes what is sent, or drops it.
  var tamper: (PeerMessage, Int, Int) -> PeerMessage? = { message, _, _ in message }

  init(
    _ count: Int, delay: UInt64 = 5, rich: [Address] = [], epochLengthMilliseconds: UInt64 = 2_000,
    parameters: ChainParameters = ChainParameters(), settings: ReplicaSettings = ReplicaSettings()
  ) throws {
    self.delay = delay
    var draft = GenesisDraft(validatorCount: 0)
    draft.epochLengthMilliseconds = epochLengthMilliseconds
    draft.parameters = parameters
    var secrets: [FixedBytes<32>] = []
    var random = SplitMix64(seed: 7)
    for index in 0..<count {
      let secret = FixedBytes<32>.arbitrary(from: &random)
      let key = try PrivateKey(secret).publicKey
      secrets.append(secret)
      draft.validators.append(
        GenesisValidator(
          account: Address(of: key), key: key, stake: Wei(stos: 1_000_000),
          commissionBasisPoints: 500, moniker: "validator \(index)", endpoint: ""))
    }
    let rest = 60_000_000 - UInt64(count) * 1_000_000 - UInt64(rich.count) * 1_000
    draft.accounts =
      rich.map { Genesis.Account(address: $0, balance: Wei(stos: 1_000)) }
      + [Genesis.Account(address: .arbitrary(from: &random), balance: Wei(stos: rest))]
    let genesis = try draft.validated()
    genesisTime = genesis.time
    let start = Moment(milliseconds: 0, time: genesis.time)
    nodes = try secrets.map { secret in
      try ClusterNode(secret: secret, genesis: genesis, at: start, settings: settings)
    }
  }

  private var moment: Moment {
    Moment(milliseconds: now, time: Timestamp(genesisTime.units + now))
  }

  func start() throws {
    for (index, node) in nodes.enumerated() {
      try node.start(at: moment)
      for peer in nodes where peer !== node {
        try connect(node, to: peer)
      }
      try settle(index)
    }
  }

  private func connect(_ node: ClusterNode, to peer: ClusterNode) throws {
    let place = nodes[0].replica.engine.plan.set.members.first { $0.account == peer.address }
    try node.receive(.connected(peer.address, speaksFor: place?.key), at: moment)
  }

  /// Opens the connections of a node anew, as after a restart.
  func reconnect(_ index: Int) throws {
    let node = nodes[index]
    for (other, peer) in nodes.enumerated()
    where peer !== node && !isolated.contains(index) && !isolated.contains(other) {
      for (here, there, place) in [(node, peer, index), (peer, node, other)] {
        try here.receive(.disconnected(there.address), at: moment)
        try connect(here, to: there)
        try settle(place)
      }
    }
  }

  /// Starts a node again, with a journal that knows of no vote.
  func restartWithoutJournal(_ index: Int, accepting epoch: Epoch?) throws {
    try nodes[index].restartWithoutJournal(accepting: epoch, at: moment)
    for peer in nodes where peer !== nodes[index] { try connect(nodes[index], to: peer) }
    try settle(index)
  }

  /// Lets a node learn something that does not come from the others.
  func tell(_ input: ReplicaInput, to index: Int) throws {
    try nodes[index].receive(input, at: moment)
    try settle(index)
  }

  /// Lets a node go on that holds back blocks, or commits.
  func release(_ index: Int, _ body: (ClusterNode) throws -> Void) throws {
    try body(nodes[index])
    try settle(index)
  }

  func submit(_ transaction: Recovered<Transaction>, to index: Int) throws {
    try nodes[index].receive(.submitted(transaction), at: moment)
    try settle(index)
  }

  /// Lets time go on.
  func run(milliseconds: UInt64) throws {
    let end = now + milliseconds
    while let index = queue.indices.min(by: {
      (queue[$0].at, queue[$0].order) < (queue[$1].at, queue[$1].order)
    }), queue[index].at <= end {
      let (at, _, event) = queue.remove(at: index)
      now = max(now, at)
      switch event {
      case .deliver(let message, let from, let to):
        guard !isolated.contains(to), !isolated.contains(from) else { continue }
        let size = message.canonicalBytes.count
        try nodes[to].receive(
          .heard(message, sizeBytes: size, from: nodes[from].address), at: moment)
        try settle(to)
      case .wake(let index):
        guard let at = nodes[index].wakeAt, at <= now else { continue }
        try nodes[index].receive(.wake, at: moment)
        try settle(index)
      }
    }
    now = end
  }

  /// Feeds back what a node waits for, and sends what it says.
  private func settle(_ index: Int) throws {
    let node = nodes[index]
    while !node.pending.isEmpty {
      try node.receive(node.pending.removeFirst(), at: moment)
    }
    for (message, receiver) in node.outbox {
      for (other, peer) in nodes.enumerated() where other != index {
        guard receiver.map({ $0 == peer.address }) ?? true,
          let message = tamper(message, index, other)
        else { continue }
        add(.deliver(message, from: index, to: other), at: now + delay)
      }
    }
    node.outbox = []
    if let at = node.wakeAt { add(.wake(index), at: max(at, now + 1)) }
  }

  private func add(_ event: Event, at time: UInt64) {
    queue.append((time, order, event))
    order += 1
  }
}
