import Chain
import Codec
import Ledger

/// How often each method of the contracts was executed, and how often it failed.
package struct MethodTally: Sendable {
  /// What came of the calls of one method.
  package struct Count: Hashable, Sendable {
    package var succeeded = 0
    package var failed = 0
  }

  /// Every method that changes something, by the name of its contract and its own.
  private static let names: [String] =
    (Contracts.placed.map(\.contract) + Contracts.faces).flatMap { contract in
      contract.methods.filter { $0.mutability != .view }.map { name(of: $0, in: contract) }
    }

  package private(set) var counts: [String: Count] = [:]
  /// Plain payments.
  package private(set) var payments = Count()

  package init() {}

  private static func name(of method: ContractMethod, in contract: Contract) -> String {
    "\(contract.name).\(method.signature.name)"
  }

  /// The methods that never succeeded, or never failed.
  package var missing: [String] {
    Self.names.filter { name in
      let count = counts[name] ?? Count()
      return count.succeeded == 0 || count.failed == 0
    }.sorted()
  }

  package static var methodCount: Int { Set(names).count }

  mutating func count(_ transaction: Transaction, _ receipt: Receipt, in books: Books) {
    let isSuccess: Bool
    switch receipt.outcome {
    case .succeeded: isSuccess = true
    case .failed: isSuccess = false
    }
    let data = transaction.raw.span.extracting(transaction.dataRange)
    guard let contract = Self.contract(at: transaction.recipient, in: books), data.count >= 4,
      let method = contract.methods.first(where: { Self.isCalled($0, by: data) })
    else { return Self.add(isSuccess, to: &payments) }
    Self.add(isSuccess, to: &counts[Self.name(of: method, in: contract), default: Count()])
  }

  private static func isCalled(_ method: ContractMethod, by data: Span<UInt8>) -> Bool {
    method.selector == FixedBytes<4>(copying: data.extracting(0..<4))
  }

  private static func add(_ isSuccess: Bool, to count: inout Count) {
    count.succeeded += isSuccess ? 1 : 0
    count.failed += isSuccess ? 0 : 1
  }

  private static func contract(at address: Address, in books: Books) -> Contract? {
    if let placed = Contracts.placed.first(where: { $0.address == address }) {
      return placed.contract
    }
    switch books.account(address).kind {
    case .keyed, .prepayContract: return nil
    case .token: return Contracts.faces[0]
    case .pool: return Contracts.faces[1]
    }
  }

  package mutating func add(_ other: MethodTally) {
    for (name, count) in other.counts {
      counts[name, default: Count()].succeeded += count.succeeded
      counts[name, default: Count()].failed += count.failed
    }
    payments.succeeded += other.payments.succeeded
    payments.failed += other.payments.failed
  }
}
