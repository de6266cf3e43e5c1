import Chain
import Codec
import Ledger
import Testing
import TestSupport

@Suite("Tokens")
struct TokenTests {
  @Test("A token answers as any ERC-20")
  func face() throws {
    var world = try World()
    let token = try world.createToken("SAIL", supply: .ether(3))
    func text(_ method: String) throws -> String {
      let bytes = try world.ask(token, calldata(method)).get()
      return try ABI.decode(bytes.span, as: String.self)
    }
    #expect(try text("name()") == "Token SAIL")
    #expect(try text("symbol()") == "SAIL")
    #expect(try world.number(token, calldata("decimals()")) == UInt256(18 as UInt8))
    #expect(try world.number(token, calldata("totalSupply()")) == .ether(3))
    #expect(try world.holding(token, of: world.people[0]) == .ether(3))
  }

  @Test("An allowance is used up, unless it is without end")
  func allowances() throws {
    var world = try World()
    let token = try world.createToken("A", supply: .ether(10))
    let (owner, spender) = (world.people[0], world.people[1])
    func allow(_ amount: UInt256) throws {
      _ = try world.call(
        token, calldata("approve(address,uint256)", spender, amount), from: 0
      ).get()
    }
    func spend(_ amount: UInt256) -> Bool {
      let data = calldata(
        "transferFrom(address,address,uint256)", owner, world.people[2], amount)
      return (try? world.call(token, data, from: 1).get()) != nil
    }
    func left() throws -> UInt256 {
      try world.number(token, calldata("allowance(address,address)", owner, spender))
    }
    #expect(!spend(.ether(1)))
    try allow(.ether(3))
    #expect(spend(.ether(2)))
    #expect(try left() == .ether(1))
    #expect(!spend(.ether(2)))
    #expect(try left() == .ether(1))
    try allow(.max)
    #expect(spend(.ether(2)))
    #expect(try left() == .max)
    #expect(!spend(.ether(7)))
    #expect(try world.holding(token, of: world.people[2]) == .ether(4))
    try allow(.zero)
    #expect(try left() == .zero)
  }

  @Test("Only the issuer creates units, and only up to the cap")
  func minting() throws {
    var world = try World()
    let data = calldata(
      "createToken(string,string,uint8,uint256,uint256)", "Rope", "ROPE", 6 as UInt8,
      UInt256.ether(1), UInt256.ether(3))
    let created = try world.call(World.tokens, data, from: 0).get()
    let token = try ABI.decode(created.span, as: Address.self)
    func mint(_ amount: UInt256, to recipient: Address, by person: Int = 0) -> Bool {
      let data = calldata("mint(address,address,uint256)", token, recipient, amount)
      return (try? world.call(World.tokens, data, from: person).get()) != nil
    }
    #expect(mint(.ether(1), to: world.people[1]))
    #expect(!mint(.ether(1), to: world.people[1], by: 1))
    #expect(!mint(.ether(2), to: world.people[1]))
    #expect(!mint(.max, to: world.people[1]))
    #expect(!mint(UInt256(UInt128.max), to: world.people[1]))
    #expect(!mint(.ether(1), to: .zero))
    #expect(!mint(.ether(1), to: token))
    #expect(mint(.ether(1), to: world.people[2]))
    #expect(try world.number(token, calldata("totalSupply()")) == .ether(3))
  }

  @Test("Tokens, pools and the protocol's accounts take no payments in anything")
  func recipients() throws {
    var world = try World()
    let token = try world.createToken("A")
    _ = try world.addLiquidity(stos: 1_000_000, token, .ether(1))
    let pool = try world.pool(token, .stos)
    let closed =
      [token, pool, Address.stos, World.tokens, World.exchange, Address(protocol: 0x1009)]
      + ModuleAccount.allCases.map(\.address)
    let amount = UInt256(1 as UInt8)
    for recipient in closed {
      let data = calldata("transfer(address,uint256)", recipient, amount)
      for asset in [token, pool, .stos] {
        #expect(throws: Refusal.self) { try world.call(asset, data, from: 0).get() }
      }
      #expect(throws: Refusal.self) { try world.call(recipient, [], from: 0, value: 1).get() }
    }
  }

  @Test("A token's text is short and shows as what it is")
  func names() throws {
    var world = try World()
    func create(_ name: String, _ symbol: String, _ decimals: UInt8 = 18) -> Bool {
      let data = calldata(
        "createToken(string,string,uint8,uint256,uint256)", name, symbol, decimals, UInt256.zero,
        UInt256.max)
      return (try? world.call(World.tokens, data, from: 0).get()) != nil
    }
    #expect(!create("", "A"))
    #expect(!create("A", ""))
    #expect(!create("A\u{202E}B", "A"))
    #expect(!create(String(repeating: "a", count: 65), "A"))
    #expect(!create("A", String(repeating: "a", count: 17)))
    #expect(!create("A", "A", 37))
    // The cap is beyond what can be counted.
    #expect(!create("A", "A"))
  }

  @Test("Wei that waited at a token's address go to the community pool")
  func strayWei() throws {
    var probe = try World()
    let address = try probe.createToken("A")
    var world = try World()
    _ = try world.call(address, [], from: 1, value: 77).get()
    let data = calldata(
      "createToken(string,string,uint8,uint256,uint256)", "Token A", "A", 18 as UInt8,
      UInt256.zero, UInt256.zero)
    _ = try world.call(World.tokens, data, from: 0).get()
    #expect(world.wei(address) == 0)
    #expect(world.wei(ModuleAccount.communityPool.address) == 77)
  }

  @Test("Lists go in the order of creation and say where they continue")
  func lists() throws {
    var world = try World()
    var tokens: [Address] = []
    for index in 0..<5 { tokens.append(try world.createToken("T\(index)")) }
    func page(_ cursor: UInt256, _ limit: UInt16) throws -> ([Address], UInt256) {
      let data = calldata("tokens(uint256,uint16)", cursor, limit)
      let bytes = try world.ask(World.tokens, data).get()
      return try ABI.decode(bytes.span, as: [Address].self, UInt256.self)
    }
    let two = UInt256(2 as UInt8)
    let five = UInt256(5 as UInt8)
    #expect(try page(.zero, 2) == (Array(tokens[..<2]), two))
    #expect(try page(two, .max) == (Array(tokens[2...]), five))
    #expect(try page(five, 10) == ([], five))
    #expect(try page(.max, 10) == ([], five))
    #expect(try page(.zero, 0) == ([], .zero))
  }
}
