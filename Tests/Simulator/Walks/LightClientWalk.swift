import Chain
import Codec
import Consensus
import Cryptography
import State
import TestSupport

/// A light client that is shown a chain of closing blocks, true and forged: it follows the true
/// ones and no other.
struct LightClientWalk {
  private var random: SplitMix64
  private let rules: ChainRules
  private var client: LightClient
  private var closing: Header
  private(set) var complaints: [String] = []

  init?(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x117)
    let count = random.number(in: 1...7)
    guard
      let rules = try? ChainRules(
        seed: seed, keys: Array(ValidatorKey.all.prefix(count)), suspects: [],
        epochLengthMilliseconds: 1_000, minBlockIntervalMilliseconds: 0,
        emptyBlockIntervalMilliseconds: 100),
      let client = try? LightClient(
        genesis: rules.genesis, network: rules.network, epochLengthMilliseconds: 1_000)
    else { return nil }
    self.rules = rules
    self.client = client
    closing = rules.genesis
  }

  mutating func run(epochs: Int) {
    for _ in 0..<epochs where complaints.isEmpty { goOn() }
  }

  private mutating func goOn() {
    let plan = rules.plan(after: closing)
    var state = InMemoryState()
    let receipts = prove(in: &state)
    var header = closing
    header.epoch = plan.epoch
    header.height = Height(closing.height.units + 9)
    header.view = View(UInt64(random.number(in: 1...40)))
    header.parentHash = random.digest()
    header.time = Timestamp(plan.boundary.units + UInt64(random.number(in: 0...50)))
    header.executedStateRoot = state.root
    header.executedHeight = closing.height.next
    header.validatorSetHash = plan.set.hash
    header.nextValidatorSetHash = plan.nextSetHash
    let signers = quorum(of: plan.set)
    let certificate = certificate(header, plan, by: signers)
    tryForgeries(header, plan, signers)
    do throws(LightClientError) {
      let final = try client.check(header, certificate: certificate, set: plan.set)
      try receipts.check(under: final)
      try client.follow(header, certificate: certificate, set: plan.set)
    } catch {
      complaints.append("light client: refuses a true closing block: \(error)")
    }
    closing = header
  }

  // MARK: Forgeries

  private mutating func tryForgeries(
    _ header: Header, _ plan: EpochPlan, _ signers: [Int]
  ) {
    let certificate = certificate(header, plan, by: signers)
    var early = header
    early.time = Timestamp(plan.boundary.units - 1)
    expectRefusal(
      "a block before the end of the epoch", early, self.certificate(early, plan, by: signers), plan
    )
    var other = header
    other.executedStateRoot = random.digest()
    expectRefusal("another block", other, certificate, plan)
    let few = Array(signers.dropLast())
    if !few.isEmpty {
      expectRefusal("less than a quorum", header, self.certificate(header, plan, by: few), plan)
    }
    let candidate = Statement.Candidate(parentView: header.parentView, block: header.hash)
    let kind = Statement(
      epoch: plan.epoch, view: header.view, content: .notarize(candidate))
    expectRefusal("a notarization", header, self.certificate(kind, plan, by: signers), plan)
    let later = Statement(
      epoch: plan.epoch.next, view: header.view, content: .finalize(candidate))
    expectRefusal("another epoch", header, self.certificate(later, plan, by: signers), plan)
    var set = rules.set(of: plan.epoch)
    if let alone = try? ValidatorSet([
      Validator(
        account: ValidatorKey.all[20].account, key: ValidatorKey.all[20].publicKey,
        power: Power(5))
    ]) {
      set = alone
    }
    var mine = header
    mine.validatorSetHash = set.hash
    let own = forged(mine, plan, by: ValidatorKey.all[20])
    expectRefusal("a set of its own", own.header, own.certificate, plan, set: set)
    var chain = header
    chain.chainID = ChainID(99)
    expectRefusal("another chain", chain, self.certificate(chain, plan, by: signers), plan)
    var low = header
    low.height = closing.height
    expectRefusal("an old height", low, self.certificate(low, plan, by: signers), plan)
  }

  private func forged(
    _ header: Header, _ plan: EpochPlan, by key: ValidatorKey
  ) -> (header: Header, certificate: Certificate) {
    let statement = Statement(
      epoch: plan.epoch, view: header.view,
      content: .finalize(.init(parentView: header.parentView, block: header.hash)))
    var signatures = SortedMap<Int, Signature>()
    signatures[0] = key.vote(statement, on: plan.network).signature
    return (header, Certificate(statement: statement, setCount: 1, signatures: signatures))
  }

  private mutating func expectRefusal(
    _ what: String, _ header: Header, _ certificate: Certificate, _ plan: EpochPlan,
    set: ValidatorSet? = nil
  ) {
    var client = client
    if (try? client.follow(header, certificate: certificate, set: set ?? plan.set)) != nil {
      complaints.append("light client: believes \(what) in epoch \(plan.epoch)")
    }
  }

  // MARK: Truths

  /// The fewest members that are a quorum, the strongest first.
  private func quorum(of set: ValidatorSet) -> [Int] {
    var power: UInt64 = 0
    var members: [Int] = []
    for (member, validator) in set.members.enumerated() where power < set.quorum.units {
      power += validator.power.units
      members.append(member)
    }
    return members
  }

  private func certificate(_ header: Header, _ plan: EpochPlan, by members: [Int]) -> Certificate {
    let candidate = Statement.Candidate(parentView: header.parentView, block: header.hash)
    return certificate(
      Statement(epoch: plan.epoch, view: header.view, content: .finalize(candidate)), plan,
      by: members)
  }

  private func certificate(
    _ statement: Statement, _ plan: EpochPlan, by members: [Int]
  ) -> Certificate {
    var signatures = SortedMap<Int, Signature>()
    for member in members {
      let account = plan.set.members[member].account
      guard let key = rules.keys.first(where: { $0.account == account }) else { continue }
      signatures[member] = key.vote(statement, on: plan.network).signature
    }
    return Certificate(
      statement: statement, setCount: plan.set.members.count, signatures: signatures)
  }

  private func proof(of key: StateKey, in state: InMemoryState) -> StateProof {
    var reader = state
    return state.tree.proof(of: key, reading: &reader)
  }

  /// Puts the receipts of a block into a state, with what proves one of them.
  private mutating func prove(in state: inout InMemoryState) -> ProvenReceipt {
    let height = closing.height.next
    let receipts = (0..<random.number(in: 1...6)).map { index in
      Receipt(
        transactionHash: random.digest(), outcome: .failed(reason: "number \(index)"),
        gasUsed: Gas(21_000))
    }
    let leaves = receipts.map { receipt in
      let item = receipt.canonicalBytes
      return MerkleList.leaf(item.span)
    }
    var list = MerkleList()
    for leaf in leaves { list.append(leaf: leaf) }
    let place = random.number(in: 0...(receipts.count - 1))
    var changes = ChangeSet()
    let key = FinalHeader.receiptsRootKey(height)
    changes.put(ReceiptsRoot(height: height, root: list.root).canonicalBytes, for: key)
    state.apply(changes)
    return ProvenReceipt(
      receipt: receipts[place], other: receipts[(place + 1) % receipts.count], height: height,
      place: MerkleProof(of: UInt32(place), in: leaves),
      root: proof(of: key, in: state))
  }
}
