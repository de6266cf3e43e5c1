import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A chain of blocks over the real ledger: signed transactions in, answers of its contracts out.
struct EconomyChain {
  static let nodes = Address(protocol: 0x1002)
  static let traffic = Address(protocol: 0x1004)
  static let prepay = Address(protocol: 0x1005)
  static let staking = Address(protocol: 0x1001)
  static let governance = Address(protocol: 0x1008)

  private(set) var state = InMemoryState()
  private(set) var epoch = Epoch(1)
  let network: Network
  private let proposer: Address
  private var height = Height(0)
  private var time: Timestamp
  private var waiting: [Recovered<Transaction>] = []
  private(set) var fees = Wei.zero

  init(_ genesis: Genesis) throws {
    let block = try GenesisBlock(genesis)
    state.apply(block.changes)
    network = block.network
    proposer = genesis.validatorSet.members[0].account
    time = genesis.time
  }

  /// Lets somebody call a contract in the next block.
  mutating func call(
    _ contract: Address, _ data: [UInt8], by wallet: inout Wallet, value: Wei = .zero
  ) throws {
    let gas = PriceList.gas(to: contract, data: data.span)
    waiting.append(
      try wallet.sign(
        to: contract, value: value, data: data, gasLimit: gas.units, maxFee: Wei(gwei: 10)))
  }

  /// Executes what waits, and says what failed.
  mutating func endBlock(isClosing: Bool = false) throws -> [(hash: Digest, reason: String)] {
    height = height.next
    time = Timestamp(time.units + 1_000)
    let block = BlockContext(
      chainID: network.chainID, height: height, epoch: epoch, time: time, proposer: proposer,
      view: View(height.units), parentView: View(height.units - 1), isClosing: isClosing,
      genesisHash: network.genesisHash)
    let result = Execution.execute(waiting, in: block, over: state)
    precondition(result.voidIndices.isEmpty, "everybody counts its own transactions")
    waiting = []
    state.apply(result.changes)
    if isClosing { epoch = epoch.next }
    return result.receipts.compactMap { receipt in
      switch receipt.outcome {
      case .succeeded: nil
      case .failed(let reason): (receipt.transactionHash, reason)
      }
    }
  }

  func wei(_ account: Address) -> Wei { Books(over: state).account(account).balance }

  /// Asks a contract as any client would.
  func ask(_ contract: Address, _ data: [UInt8]) throws -> [UInt8] {
    let block = BlockContext(
      chainID: network.chainID, height: height, epoch: epoch, time: time, proposer: proposer,
      view: View(height.units), parentView: View(height.units - 1), isClosing: false,
      genesisHash: network.genesisHash)
    let call = Call(sender: .zero, recipient: contract, block: block)
    return try Books(over: state).result(of: call, data: data.span)
  }

  func ask<Value: ABIValue>(
    _ contract: Address, _ data: [UInt8], as type: Value.Type
  ) throws -> Value {
    let bytes = try ask(contract, data)
    return try ABI.decode(bytes.span, as: type)
  }

  /// The noz that an account can spend on traffic.
  func ozone(of account: Address) throws -> UInt128 {
    let balance = try ask(
      Self.prepay, calldata("balanceOf(address)", account), as: UInt256.self)
    return balance.low
  }

  /// The results of a view by their published names.
  func answer(
    _ contract: Address, _ name: String, _ arguments: [UInt8] = []
  ) throws -> NamedAnswer {
    let view = NamedAnswer.view(name, of: contract)
    return NamedAnswer(try ask(contract, Array(view.selector.array) + arguments), of: view)
  }
}
