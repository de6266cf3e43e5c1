import Chain
import Codec
import Cryptography
import Ledger
import Testing
import TestSupport

/// What the interface says about a prepay contract.
struct PrepayState: ABIRecord {
  let opener: Address
  let beneficiary: Address
  let scope: FixedBytes<32>
  let cap: UInt128
  let opened: UInt64
  let expiry: UInt64
  let noz: UInt128
  let standing: UInt8
  let closing: UInt64

  static let fields = ABIFields(
    Self.init, "opener", "beneficiary", "scope", "cap", "opened", "expiry", "noz", "standing",
    "closing"
  ) {
    (
      $0.opener, $0.beneficiary, $0.scope, $0.cap, $0.opened, $0.expiry, $0.noz, $0.standing,
      $0.closing
    )
  }
}

extension FleetEconomy {
  /// (S + P)·L, which neither buying nor settling lowers.
  var product: UInt256 { UInt256(deposits.low + prepaid.low, times: forSale) }

  /// What some noz would settle for now.
  func settlement(of noz: UInt128) throws -> UInt128 {
    guard noz > 0 else { return 0 }
    return try multiplyDivide(
      deposits.low + prepaid.low, by: noz, over: forSale + noz, rounding: .down)
  }
}

extension World {
  static let prepay = Address(protocol: 0x1005)

  /// A network that so many STOS back, of which a meta node's deposit is 1,000.
  static func backed(by stos: UInt64, people: Int = 5, seed: UInt64 = 1) throws -> World {
    try Fleet(
      metas: 1, resources: [Wei(stos: stos - 1_000).units], people: people, seed: seed
    ).world
  }

  @discardableResult
  mutating func prepay(
    _ amount: UInt128, for beneficiary: Address? = nil, atLeast least: UInt256 = .zero,
    by person: Int = 0
  ) throws -> UInt128 {
    let data = calldata("prepay(address,uint256)", beneficiary ?? people[person], least)
    return try call(Self.prepay, data, from: person, value: amount).decoded(as: UInt128.self)
  }

  mutating func openContract(
    _ amount: UInt128, for beneficiary: Address = .zero, scope: FixedBytes<32> = .zero,
    cap: UInt256 = .max, expiry: UInt64 = .max, by person: Int = 0
  ) throws -> Address {
    let data = calldata(
      "openContract(address,bytes32,uint256,uint64,uint256)", beneficiary, scope, cap, expiry,
      UInt256.zero)
    return try call(Self.prepay, data, from: person, value: amount).decoded(as: Address.self)
  }

  mutating func admit(
    _ consumers: [Address], _ noz: UInt128, to contract: Address, by person: Int = 0
  ) throws {
    let data = calldata("admit(address,address[],uint128)", contract, consumers, noz)
    _ = try call(Self.prepay, data, from: person).get()
  }

  @discardableResult
  mutating func close(_ contract: Address, by person: Int = 0) throws -> UInt128 {
    let data = calldata("closeContract(address)", contract)
    return try call(Self.prepay, data, from: person).decoded(as: UInt128.self)
  }

  /// Draws as a voucher does, and leaves no trace when nothing can be drawn.
  @discardableResult
  mutating func draw(
    _ noz: UInt128, of contract: Address, by consumer: Address, in epoch: UInt64? = nil,
    file: Digest = .zero, fileOwner: Address? = nil
  ) throws -> UInt128 {
    let draw = Draw(
      payer: contract, consumer: consumer, file: file, fileOwner: fileOwner,
      epoch: epoch.map { Epoch($0) } ?? self.epoch)
    return try books.attempt { (books) throws(Refusal) in
      try books.draw(upTo: Noz(noz), for: draw).units
    }
  }

  func ozone(of account: Address) throws -> UInt128 {
    try number(Self.prepay, calldata("balanceOf(address)", account)).low
  }

  func contract(_ address: Address) throws -> PrepayState {
    let bytes = try ask(Self.prepay, calldata("contractAt(address)", address)).get()
    return try PrepayState(decodingMembers: bytes.span)
  }

  func contracts(of opener: Address) throws -> [Address] {
    let data = calldata(
      "contracts(address,uint256,uint16)", opener, UInt256.zero, 1_000 as UInt16)
    let bytes = try ask(Self.prepay, data).get()
    return try ABI.decode(bytes.span, as: [Address].self, UInt256.self).0
  }

  func economy() throws -> FleetEconomy {
    let bytes = try ask(Fleet.nodes, calldata("economy()")).get()
    return try FleetEconomy(decodingMembers: bytes.span)
  }

  /// Why a call is refused, or "done".
  mutating func refusal(
    _ recipient: Address, _ data: [UInt8], from person: Int = 0, value: UInt128 = 0
  ) -> String {
    switch call(recipient, data, from: person, value: value) {
    case .success: "done"
    case .failure(let refusal): refusal.reason
    }
  }
}

extension Result<[UInt8], Refusal> {
  /// The one value that was returned.
  func decoded<Value: ABIValue>(as type: Value.Type) throws -> Value {
    let bytes = try get()
    return try ABI.decode(bytes.span, as: type)
  }
}
