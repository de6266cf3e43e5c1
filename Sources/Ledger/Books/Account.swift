package import Chain
package import Codec
package import State

/// What the chain keeps for an address: how often it has sent, what it holds, and what it is.
///
/// Only this file can change a balance, and it only moves wei: all that will ever exist are placed
/// once, with genesis.
package struct Account: Hashable, Sendable {
  /// What stands at the address.
  package enum Kind: UInt8, Sendable {
    /// Somebody's key, or nobody yet.
    case keyed = 0
    /// A token answers there; it holds nothing.
    case token = 1
    /// A pool answers there; its wei are its reserve.
    case pool = 2
    /// A prepay contract keeps its ozone there; it holds nothing.
    case prepayContract = 3
  }

  package fileprivate(set) var nonce: UInt64 = 0
  package fileprivate(set) var balance = Wei.zero
  package fileprivate(set) var kind = Kind.keyed

  fileprivate init() {}
}

/// 25 bytes, few enough to be part of a bucket of the state tree.
extension Account: Canonical {
  // Numbers and not quantities are written and read here: accounts are most of what a block
  // touches, and generic members are not specialised for callers in other modules.

  package func encode(into writer: inout ByteWriter) {
    writer.write(nonce)
    writer.write(balance.units)
    writer.write(kind.rawValue)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    nonce = try reader.readUInt64(in: bytes)
    balance = Wei(try reader.readUInt128(in: bytes))
    let code = try reader.readUInt8(in: bytes)
    guard let kind = Kind(rawValue: code) else {
      throw .unknown(type: "kind of account", code: UInt64(code))
    }
    self.kind = kind
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(reserving: 25)
    encode(into: &writer)
    return writer.bytes
  }

  /// Whether it is the account of an address without an entry.
  var isEmpty: Bool { nonce == 0 && balance.units == 0 && kind == .keyed }
}

extension Account {
  /// Where the state has the account of an address.
  package static func key(of address: Address) -> StateKey {
    Tables.accounts.key(address.bytes.storage.span)
  }

  /// Reads what a proof has shown; an address without an entry has sent nothing and holds nothing.
  package init(entry: [UInt8]?) throws(ByteError) {
    self.init()
    if let entry { self = try Account(canonicalBytes: entry.span) }
  }
}

extension Books {
  /// The account of an address; one without an entry has sent nothing and holds nothing.
  package func account(_ address: Address) -> Account {
    accounts[address] ?? Self.storedAccount(address, in: view)
  }

  private static func storedAccount(_ address: Address, in view: any StateView) -> Account {
    let key = Tables.accounts.key(address.bytes.storage.span)
    guard let bytes = view.value(for: key) else { return Account() }
    do throws(ByteError) {
      var reader = ByteReader()
      return try Account(from: &reader, in: bytes.span)
    } catch {
      preconditionFailure("an account is read as what it was written as; \(address): \(error)")
    }
  }

  /// Reads an account into the cache, where rules will look for it more than once.
  mutating func prepareAccount(_ address: Address) {
    let view = view
    accounts.prepare(address) { Self.storedAccount($0, in: view) }
  }

  private mutating func set(_ account: Account, for address: Address) {
    prepareAccount(address)
    accounts.set(account, of: address)
  }

  /// Moves wei: the only way a balance changes, so their sum never does.
  package mutating func transfer(
    from sender: Address, to recipient: Address, amount: Wei
  ) throws(Refusal) {
    var source = account(sender)
    guard amount.units <= source.balance.units else { throw .balance(of: sender, below: amount) }
    guard amount.units > 0, sender != recipient else { return }
    var target = account(recipient)
    let (sum, isTooMuch) = target.balance.units.addingReportingOverflow(amount.units)
    precondition(!isTooMuch, "all wei together are the supply")
    source.balance = Wei(source.balance.units - amount.units)
    target.balance = Wei(sum)
    #if PLANTED
      if LedgerBug.supplyLeak.isPlanted { target.balance = Wei(sum + 1) }
    #endif
    set(source, for: sender)
    set(target, for: recipient)
  }

  /// Counts a transaction of the account's owner and takes its fee, which the balance covers.
  mutating func charge(_ fee: Wei, for transaction: UInt64, of address: Address) {
    var payer = account(address)
    var pool = account(ModuleAccount.feePool.address)
    precondition(payer.nonce == transaction && transaction < .max, "transactions come in turn")
    precondition(payer.balance.units >= fee.units, "who can pay the most can pay the fee")
    payer.nonce += 1
    #if PLANTED
      if LedgerBug.skippedNumber.isPlanted { payer.nonce += 1 }
    #endif
    payer.balance = Wei(payer.balance.units - fee.units)
    pool.balance = Wei(pool.balance.units + fee.units)
    set(payer, for: address)
    set(pool, for: ModuleAccount.feePool.address)
  }

  /// Makes an address that of a token, pool or prepay contract, once.
  ///
  /// Wei that were sent there before, for nobody to own, go to the community pool.
  mutating func found(_ kind: Account.Kind, at address: Address) throws(Refusal) {
    guard account(address).kind == .keyed else {
      throw Refusal("\(address) is already a token, a pool or a prepay contract")
    }
    try forfeit(account(address).balance, of: address)
    var account = account(address)
    account.kind = kind
    set(account, for: address)
  }

  /// Gives an account what genesis lists for it.
  mutating func place(_ amount: Wei, at address: Address) throws(ArithmeticError) {
    var account = account(address)
    account.balance = try account.balance.adding(amount)
    set(account, for: address)
  }
}

extension Refusal {
  fileprivate static func balance(of account: Address, below amount: Wei) -> Refusal {
    Refusal("insufficient funds: the balance of \(account) is below \(amount) wei")
  }
}
