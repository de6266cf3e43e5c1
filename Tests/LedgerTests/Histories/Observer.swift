import Chain
import Codec
import Cryptography
import Ledger

/// What somebody knows who reads genesis, blocks, receipts and logs, and never sees the state.
///
/// It is a second account of everything the contracts keep, made of simple sums. Whatever it cannot
/// tell from the logs nobody can, and whatever it finds different from the state is a mistake.
struct Observer {
  private(set) var wei: [Address: UInt128] = [:]
  private(set) var nonces: [Address: UInt64] = [:]
  private(set) var baseFee: UInt128 = 1_000_000_000
  /// What came into the fee pool since the last close.
  var fees: UInt128 = 0
  var stakes: ObservedStakes
  var market = ObservedMarket()
  var votes = ObservedVotes()
  var traffic: ObservedTraffic
  private var gasLimit: UInt64

  init(genesis: Genesis) {
    for account in genesis.accounts { wei[account.address] = account.balance.units }
    wei[ModuleAccount.miningReserve.address] = genesis.miningReserve.units
    traffic = ObservedTraffic(genesis: genesis)
    wei[ModuleAccount.nodeDeposits.address] = traffic.economy.deposits
    wei[ModuleAccount.bondedStake.address] = genesis.validators.reduce(0) { $0 + $1.stake.units }
    stakes = ObservedStakes(genesis: genesis)
    gasLimit = genesis.parameters.blockGasLimit.units
  }

  /// Takes note of a block: which transactions are void follows from the balances alone.
  mutating func observe(_ block: History.Block, _ result: ExecutedBlock) throws {
    var receipts = result.receipts[...]
    var bodyGas: UInt64 = 0
    market.seconds = block.context.time.units / 1_000
    stakes.epoch = block.context.epoch
    traffic.begin(block.context.epoch)
    for (index, transaction) in block.transactions.enumerated() {
      let gas = PriceList.gas(of: transaction.message).units
      bodyGas += gas
      let isVoid = !canPay(transaction, gas: gas)
      try Contradiction.unless(
        result.voidIndices.contains(index) == isVoid, "transaction \(index): void is \(isVoid)")
      guard !isVoid, let receipt = receipts.popFirst() else { continue }
      try observe(transaction, receipt, gas: gas)
    }
    if let system = receipts.popFirst() {
      try Contradiction.unless(
        system.transactionHash == result.systemTransaction?.hash && !system.logs.isEmpty,
        "the last receipt is the system transaction's")
      for log in system.logs { try observe(log) }
    }
    try Contradiction.unless(receipts.isEmpty, "a receipt without a transaction")
    var list = MerkleList()
    for receipt in result.receipts {
      let bytes = receipt.canonicalBytes
      list.append(bytes.span)
    }
    try Contradiction.unless(list.root == result.receiptsRoot.root, "another root of receipts")
    if block.context.isClosing {
      try Contradiction.unless(self[.feePool] == 0, "the fee pool begins an epoch empty")
      fees = 0
    }
    moveBaseFee(bodyGas)
    gasLimit = votes.blockGasLimit ?? gasLimit
  }

  private func canPay(_ transaction: Recovered<Transaction>, gas: UInt64) -> Bool {
    let message = transaction.message
    let limit = UInt128(message.gasLimit.units)
    let cost = limit * message.maxFeePerGas.units + message.value.units
    return message.nonce == nonces[transaction.signer, default: 0]
      && cost <= wei[transaction.signer, default: 0] && message.maxFeePerGas.units >= baseFee
      && message.gasLimit.units >= gas
  }

  private mutating func observe(
    _ transaction: Recovered<Transaction>, _ receipt: Receipt, gas: UInt64
  ) throws {
    let message = transaction.message
    try Contradiction.unless(
      receipt.transactionHash == message.hash && receipt.gasUsed.units == gas,
      "a receipt is of its transaction")
    let price = min(
      message.maxFeePerGas.units, baseFee + message.maxPriorityFeePerGas.units)
    let fee = UInt128(gas) * price
    nonces[transaction.signer, default: 0] += 1
    try move(fee, from: transaction.signer, to: ModuleAccount.feePool.address)
    fees += fee
    guard case .succeeded(let logs) = receipt.outcome else { return }
    if !market.isContract(message.recipient) {
      try move(message.value.units, from: transaction.signer, to: message.recipient)
      try Contradiction.unless(logs.isEmpty, "a payment reports nothing")
    }
    traffic.beginCall()
    for log in logs { try observe(log) }
  }

  /// EIP-1559: an eighth at most, and never below one gwei.
  private mutating func moveBaseFee(_ gas: UInt64) {
    let target = UInt128(gasLimit / 2)
    let used = UInt128(min(gas, gasLimit))
    if used > target {
      baseFee += max(1, baseFee * (used - target) / target / 8)
    } else {
      baseFee = max(1_000_000_000, baseFee - baseFee * (target - used) / target / 8)
    }
  }

  private mutating func observe(_ log: Log) throws {
    guard let event = LoggedEvent(log) else { throw Contradiction("an event nobody publishes") }
    for payment in try payments(of: event) {
      try move(payment.amount, from: payment.sender, to: payment.recipient)
    }
    try market.observe(event)
    try stakes.observe(event)
    try votes.observe(event, members: stakes.members)
    try traffic.observe(event)
    if event.name == "EpochSettled" { fees += traffic.chainPart }
  }

  private mutating func move(
    _ amount: UInt128, from sender: Address, to recipient: Address
  ) throws {
    let held = wei[sender, default: 0]
    try Contradiction.unless(amount <= held, "\(sender) paid \(amount) and had \(held)")
    wei[sender] = held - amount
    wei[recipient, default: 0] += amount
  }

  subscript(_ module: ModuleAccount) -> UInt128 { wei[module.address, default: 0] }
}
