import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A seeded chain of blocks with transactions of every kind, the sensible and the hopeless.
///
/// It chooses by what the chain has come to, so that much of what it tries succeeds; the same seed
/// always leads to the same blocks.
struct History {
  struct Block {
    let context: BlockContext
    let transactions: [Recovered<Transaction>]
  }

  /// The people who operate the validators of genesis; others may follow.
  static let operatorCount = 5
  static let peopleCount = 9
  static let chain = ChainID(20_480)

  let genesis: Genesis
  private(set) var state = InMemoryState()
  private(set) var epoch = Epoch(1)
  private(set) var time = Timestamp(1_700_000_000_000)
  var random: SplitMix64
  var wallets: [Wallet]
  /// Every consensus key that was ever offered to the chain.
  var secrets: [FixedBytes<32>]
  /// Who serves and consumes traffic.
  var cast: TrafficCast
  /// The tokens and pools that logs told of.
  private(set) var tokens: [Address] = []
  private(set) var pools: [Address] = []
  /// The validators in jail, those that are there longest first.
  private(set) var jailed: [Address] = []
  private var height = Height(0)
  private(set) var view = View.zero
  /// How many epochs end without anything else happening.
  private var quietBlocks = 0

  init(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let wallets = try (0..<Self.peopleCount).map { try Wallet(seed: seed << 8 | UInt64($0)) }
    var draft = GenesisDraft(validatorCount: 0)
    var secrets: [FixedBytes<32>] = []
    for person in 0..<Self.operatorCount {
      let secret = FixedBytes<32>.arbitrary(from: &random)
      secrets.append(secret)
      draft.validators.append(
        GenesisValidator(
          account: wallets[person].address, key: try PrivateKey(secret).publicKey,
          stake: Wei(stos: 200_000), commissionBasisPoints: UInt16(person) * 300, moniker: "v",
          endpoint: "e:1"))
    }
    var cast = try TrafficCast(from: &random)
    try cast.placeNodes(in: &draft, ownedBy: wallets, from: &random)
    // The last one is poor, and often cannot pay for what it sends.
    let rich = UInt64(Self.peopleCount - 1)
    let share = 58_995_099 / rich
    draft.accounts = wallets.dropLast().map {
      Genesis.Account(address: $0.address, balance: Wei(stos: share))
    }
    draft.accounts[0] = Genesis.Account(
      address: wallets[0].address, balance: Wei(stos: 58_995_099 - share * (rich - 1)))
    draft.accounts.append(
      Genesis.Account(address: wallets[Self.peopleCount - 1].address, balance: Wei(stos: 1)))
    // Short spans, so that everything comes to its end within a history.
    draft.parameters.unbondingEpochs = 4
    draft.parameters.votingEpochs = 3
    draft.parameters.missedSlotsMin = 2
    draft.parameters.blockGasLimit = Gas(2_000_000)
    draft.parameters.nodeUnbondingEpochs = 4
    draft.parameters.reportEpochs = 4
    draft.parameters.maturityEpochs = 6
    draft.parameters.recordEpochs = 1_020
    draft.parameters.graceEpochs = 3
    draft.parameters.storageRateDenominator = 10
    genesis = try draft.validated()
    state.apply(try InitialState.changes(for: genesis))
    self.random = random
    self.wallets = wallets
    self.cast = cast
    self.secrets = secrets
  }

  var books: Books { Books(over: state) }

  var network: Network { Network(chainID: Self.chain, genesisHash: .zero) }

  /// Draws the next block, executes it, and takes over what it came to.
  mutating func next() throws -> (Block, ExecutedBlock) {
    let block = try draw()
    let result = Execution.execute(block.transactions, in: block.context, over: state)
    state.apply(result.changes)
    for log in result.receipts.flatMap(\.logs) { note(log) }
    for person in wallets.indices {
      wallets[person].nonce = books.account(wallets[person].address).nonce
    }
    height = block.context.height
    view = block.context.isClosing ? .zero : block.context.view
    if block.context.isClosing { epoch = epoch.next }
    return (block, result)
  }

  private mutating func note(_ log: Log) {
    guard let event = LoggedEvent(log) else { return }
    cast.note(event)
    switch event.name {
    case "TokenCreated": tokens.append(event.address(0))
    case "PairCreated": pools.append(event.address(2))
    case "Jailed": jailed.append(event.address(0))
    case "Unjailed": jailed.removeAll { $0 == event.address(0) }
    default: break
    }
  }

  private mutating func draw() throws -> Block {
    time = Timestamp(time.units + UInt64(random.number(in: 1...90_000)))
    if quietBlocks == 0, height.units > 20, random.happens(oneIn: 80) {
      // Now and then long enough for files that nobody confirms.
      quietBlocks = random.happens(oneIn: 6) ? 150 : 40
    }
    let isQuiet = quietBlocks > 0
    if isQuiet { quietBlocks -= 1 }
    let missed = isQuiet || random.happens(oneIn: 2) ? 0 : random.number(in: 1...60)
    let proposer = wallets[random.number(in: 0...Self.operatorCount)].address
    let context = BlockContext(
      chainID: Self.chain, height: height.next, epoch: epoch, time: time, proposer: proposer,
      view: View(view.units + UInt64(missed) + 1), parentView: view,
      isClosing: isQuiet || random.happens(oneIn: 4))
    var transactions: [Recovered<Transaction>] = []
    if !isQuiet {
      let calls = try opening ?? (0..<random.number(in: 0...9)).map { _ in try drawnCall() }
      for call in calls { transactions.append(try sign(call)) }
    }
    return Block(context: context, transactions: transactions)
  }

  /// Signs a call, sometimes in a way that makes it void, or with a payment nobody asked for.
  private mutating func sign(_ call: PlannedCall) throws -> Recovered<Transaction> {
    let baseFee = books[placed: Tables.baseFee].units
    let flaw = height.units < 3 ? 40 : random.number(in: 0...40)
    let maxFee = flaw == 0 ? baseFee - 1 : 2 * baseFee + random.unsigned(UInt128.self) % 1_000_000
    let kept = wallets[call.sender].nonce
    if flaw == 1 { wallets[call.sender].nonce += 1 }
    if flaw == 2 { wallets[call.sender].nonce -= kept > 0 ? 1 : 0 }
    let signed = try wallets[call.sender].sign(
      to: call.recipient, value: Wei(4...6 ~= flaw ? max(1, call.value) : call.value),
      data: call.data,
      gasLimit: flaw == 3 ? 21_000 : 3_000_000, maxFee: Wei(maxFee),
      tip: Wei(min(maxFee, random.unsigned(UInt128.self) % 1_000_000_000)))
    wallets[call.sender].nonce = kept + (1...2 ~= flaw ? 0 : 1)
    return signed
  }

  /// What the first blocks hold: tokens, their distribution and their pools.
  private var opening: [PlannedCall]? {
    switch height.units {
    case 0: (0..<3).map { newToken(by: $0) }
    case 1:
      (0..<3).flatMap { person in
        (0..<Self.peopleCount).filter { $0 != person }.map { other in
          PlannedCall(
            sender: person, recipient: tokens[person],
            data: calldata(
              "transfer(address,uint256)", wallets[other].address, UInt256(1_000_000_000 as UInt64))
          )
        }
      }
    case 2: [newPool(0, 1, by: 0), newPool(1, 2, by: 1), newPoolOfStos(2, by: 2)]
    default: nil
    }
  }
}
