import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Buying ozone")
struct PrepayTests {
  private let stos: UInt128 = 1_000_000_000_000_000_000

  /// A token whose only way to STOS has so many hops, which nobody but one person has.
  private func pathToSTOS(hops: Int, in world: inout World) throws -> [Address] {
    let tokens = try (0..<hops).map { try world.createToken("T\($0)", by: 1) }
    _ = try world.addLiquidity(stos: 1_000 * stos, tokens[hops - 1], .ether(2_000), by: 1)
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      _ = try world.addLiquidity(token, .ether(1_000), next, .ether(1_000), by: 1)
    }
    return tokens + [.stos]
  }

  @Test("The worked example: 700 STOS buy 693,000,000,000,000 noz of a network of 69,300 STOS")
  func workedExample() throws {
    var world = try World.backed(by: 69_300)
    #expect(try world.economy().forSale == 69_300_000_000_000_000)
    #expect(try world.prepay(700 * stos) == 693_000_000_000_000)
    let economy = try world.economy()
    #expect(economy.forSale == 68_607_000_000_000_000)
    #expect(economy.prepaid == .ether(700))
    #expect(economy.outstanding == 693_000_000_000_000)
    #expect(try world.ozone(of: world.people[0]) == 693_000_000_000_000)
    // 1,020,304.0506 wei a noz.
    let price = try world.number(World.prepay, calldata("price()"))
    #expect(price == UInt256(1_020_304_050_607_080 as UInt64))
    try OzoneAudit().check(world)
  }

  @Test("Quotes are what the purchase comes to, from both ends", arguments: Seeds.few)
  func quotes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var world = try World.backed(by: UInt64.random(in: 1_001...100_000, using: &random))
    for _ in 0..<20 {
      let whole = UInt128.random(in: 1...(1_000 * stos), using: &random)
      let amount = whole >> UInt128(random.number(in: 0...60))
      let quoted = try world.number(World.prepay, calldata("quoteNoz(uint256)", UInt256(amount)))
      guard quoted > .zero else {
        #expect(throws: Refusal.self) { try world.prepay(amount) }
        continue
      }
      var other = world
      let payment = try world.number(World.prepay, calldata("quotePayment(uint128)", quoted.low))
      #expect(payment <= UInt256(amount))
      #expect(try other.prepay(payment.low) == quoted.low)
      #expect(throws: Refusal.self) {
        try world.prepay(payment.low - 1, atLeast: quoted)
      }
      #expect(try world.prepay(amount, atLeast: quoted) == quoted.low)
    }
    try OzoneAudit().check(world)
  }

  @Test("What cannot be bought says why")
  func refusals() throws {
    var world = try World()
    let data = calldata("prepay(address,uint256)", world.people[0], UInt256.zero)
    #expect(world.refusal(World.prepay, data, value: stos).contains("no node backs the network"))
    let quote = world.ask(World.prepay, calldata("quoteNoz(uint256)", UInt256(stos)))
    #expect(throws: Refusal.self) { try quote.get() }
    world = try World.backed(by: 1_001)
    let me = world.people[0]
    func buy(_ amount: UInt128, for other: Address? = nil, least: UInt256 = .zero) -> String {
      world.refusal(
        World.prepay, calldata("prepay(address,uint256)", other ?? me, least), value: amount)
    }
    #expect(buy(0).contains("too few"))
    #expect(buy(999_999).contains("too few"))
    #expect(buy(stos, least: .max).contains("insufficient output"))
    #expect(buy(100_000_000 * stos).contains("insufficient funds"))
    #expect(buy(stos, for: .zero).contains("zero address"))
    #expect(buy(stos, for: ModuleAccount.unissuedPrepay.address).contains("takes no payments"))
    let token = try world.createToken("A")
    #expect(buy(stos, for: token).contains("is a token"))
    let contract = try world.openContract(stos)
    #expect(buy(stos, for: contract).contains("fund it instead"))
    #expect(buy(stos) == "done")
    let five = calldata("quotePayment(uint128)", 5_000_000_000_000 as UInt128)
    #expect(try world.number(World.prepay, five) > UInt256(stos))
    let all = try world.economy().forSale
    let tooMuch = world.ask(World.prepay, calldata("quotePayment(uint128)", all))
    #expect(throws: Refusal.self) { try tooMuch.get() }
    try OzoneAudit().check(world)
  }

  @Test("Who has no STOS buys ozone with a token, over up to three hops", arguments: 1...3)
  func payingInTokens(hops: Int) throws {
    var world = try World.backed(by: 2_000)
    let path = try pathToSTOS(hops: hops, in: &world)
    let amount = UInt256.ether(5)
    try world.give(amount, of: path[0], from: 1, to: world.people[2])
    _ = try world.call(world.people[0], [], from: 2, value: world.wei(world.people[2])).get()
    #expect(world.wei(world.people[2]) == 0)
    let ask = calldata("quoteToken(address[],uint256)", path, amount)
    let answer = try world.ask(World.prepay, ask).get()
    let quote = try ABI.decode(answer.span, as: UInt256.self, UInt128.self)
    #expect(try world.amountsOut(amount, path).last == quote.0)
    let data = calldata(
      "prepayWithToken(address[],uint256,uint256,address,uint64)", path, amount,
      UInt256(quote.1), world.people[3], UInt64.max)
    _ = try world.call(World.prepay, data, from: 2).get()
    #expect(try world.ozone(of: world.people[3]) == quote.1)
    #expect(try world.economy().prepaid == quote.0)
    #expect(world.wei(world.people[2]) == 0)
    #expect(try world.holding(path[0], of: world.people[2]) == .zero)
    #expect(try world.supply() == Genesis.supply.units)
    try OzoneAudit().check(world)
  }

  @Test("A purchase with a token that cannot be made leaves the pools as they were")
  func refusedTokens() throws {
    var world = try World.backed(by: 2_000)
    let path = try pathToSTOS(hops: 2, in: &world)
    let pool = try world.pool(path[1], .stos)
    let before = try world.reserves(pool)
    func buy(
      _ path: [Address], _ amount: UInt256 = .ether(1), least: UInt256 = .zero,
      for other: Address? = nil, deadline: UInt64 = .max
    ) -> String {
      let data = calldata(
        "prepayWithToken(address[],uint256,uint256,address,uint64)", path, amount, least,
        other ?? world.people[1], deadline)
      return world.refusal(World.prepay, data, from: 1)
    }
    #expect(buy(path, deadline: 1).contains("expired"))
    #expect(buy(path, least: .max).contains("insufficient output"))
    #expect(buy(path, .zero).contains("insufficient input"))
    #expect(buy(path, .max).contains("2^112"))
    #expect(buy(path, .ether(10_000_000)).contains("exceeds balance"))
    #expect(buy(path, for: .zero).contains("zero address"))
    #expect(buy([]).contains("the path of a swap for ETH ends with"))
    #expect(buy([.stos]).contains("attaching"))
    #expect(buy([path[0], path[1]]).contains("the path of a swap for ETH ends with"))
    #expect(buy([.stos, path[1], .stos]).contains("attaching"))
    #expect(buy([path[0], path[1], path[0], path[1], .stos]).contains("2 to 4 assets"))
    #expect(buy([path[0], .stos]).contains("no pool"))
    #expect(try world.reserves(pool) == before)
    #expect(try world.economy().prepaid == .zero)
    #expect(buy(path) == "done")
    let value = calldata(
      "prepayWithToken(address[],uint256,uint256,address,uint64)", path, UInt256.ether(1),
      UInt256.zero, world.people[1], UInt64.max)
    #expect(world.refusal(World.prepay, value, from: 1, value: 1).contains("takes no payment"))
  }

  @Test("Buying in parts never gets more than buying at once, and nobody buys the last noz")
  func parts() throws {
    var whole = try World.backed(by: 1_050)
    var parts = whole
    let all = try whole.prepay(30 * stos)
    let sum = try (0..<3).reduce(0 as UInt128) { sum, _ in try sum + parts.prepay(10 * stos) }
    #expect(sum <= all)
    #expect(sum + 3 >= all)
    _ = try whole.prepay(10_000_000 * stos)
    #expect(try whole.economy().forSale > 0)
    try OzoneAudit().check(whole)
  }
}
