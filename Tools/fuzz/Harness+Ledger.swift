import Chain
import Codec
import Ledger
import State
import TestSupport

/// Calls of contracts, as transactions and `eth_call` bring them.
extension Harness {
  static let ledger: [Harness] = [calls]

  /// Calls, each of a byte that chooses whom, one for the sender, one for the value, and two for
  /// the length of the calldata that follows; then the epoch closes.
  private static let calls = Harness("calls") {
    var random = SplitMix64(seed: 1)
    let world = CalledWorld.sample
    let calldata = ArbitraryCalldata(addresses: world.people + world.targets.map(\.address))
    return world.targets.enumerated().flatMap { index, target in
      target.contract.methods.map { method in
        let data = calldata.data(
          selector: method.selector, inputs: method.inputs, from: &random)
        let length = [UInt8(data.count >> 8), UInt8(truncatingIfNeeded: data.count)]
        return [UInt8(index), 0, 60] + length + data
      }
    }
  } run: { input in
    let world = CalledWorld.sample
    var books = world.books
    var rest = input[...]
    for _ in 0..<4 {
      guard rest.count >= 5 else { break }
      let head = Array(rest.prefix(5))
      rest = rest.dropFirst(5)
      let data = Array(rest.prefix(Int(head[3]) << 8 | Int(head[4])))
      rest = rest.dropFirst(data.count)
      let call = Call(
        sender: world.people[Int(head[1]) % world.people.count],
        recipient: world.targets[Int(head[0]) % world.targets.count].address,
        value: Wei(head[2] == 0 ? 0 : 1 << UInt128(head[2] % 100)), nonce: UInt64(rest.count),
        block: CalledWorld.block())
      tried(call, data, in: &books)
    }
    let closing = CalledWorld.block(isClosing: true)
    for duty in Duty.all { duty.perform(closing, &books) }
    precondition(wei(in: books, as: world) == 0, "nothing is made or lost")
    let fees = books.account(ModuleAccount.feePool.address).balance
    precondition(fees == .zero, "the fee pool begins an epoch empty")
  }

  /// Asks, and then does it: a refused call leaves no trace, and a question none at all.
  private static func tried(_ call: Call, _ data: [UInt8], in books: inout Books) {
    let before = books.changes
    let price = PriceList.gas(to: call.recipient, data: data.span)
    precondition(price >= Gas(21_000), "no call is cheaper than a payment")
    _ = try? books.result(of: call, data: data.span)
    if (try? books.perform(call, data: data.span)) == nil {
      let after = books.changes
      precondition(after.count == before.count, "a refused call leaves no trace")
      for (key, change) in before.sorted {
        precondition(after.change(of: key) == change, "a refused call leaves no trace")
      }
    }
  }

  /// By how much the wei of all accounts that changed differ from before.
  private static func wei(in books: Books, as world: CalledWorld) -> Int128 {
    var sum: Int128 = 0
    let table = Tables.accounts
    for (key, change) in books.changes.sorted where key >= table.lower {
      guard table.upper.map({ key < $0 }) ?? true else { break }
      if case .put(let bytes) = change, let account = try? Account(canonicalBytes: bytes.span) {
        sum += Int128(account.balance.units)
      }
      let old = world.books.account(Address(key: key.storage.span.extracting(1..<21)))
      sum -= Int128(old.balance.units)
    }
    return sum
  }
}
