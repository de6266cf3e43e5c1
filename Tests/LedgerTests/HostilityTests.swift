import Chain
import Codec
import Ledger
import State
import TestSupport
import Testing

/// That no call stops the process is checked by arriving at the end.
@Suite("Hostile calls")
struct HostilityTests {
  /// A market to be hostile in, and everything in it that can be called.
  private struct Stage {
    var world: World
    let targets: [(address: Address, contract: Contract)]
    let calldata: ArbitraryCalldata

    init(seed: UInt64) throws {
      var world = try World(seed: seed)
      let a = try world.createToken("A")
      let b = try world.createToken("B", supply: UInt256(UInt128.max))
      _ = try world.addLiquidity(a, .ether(10), b, .ether(1_000))
      _ = try world.addLiquidity(stos: 1_000_000_000_000_000_000, a, .ether(3))
      let pools = try [world.pool(a, b), world.pool(a, .stos)]
      let contracts = Contracts.placed.map { ($0.address, $0.contract) }
      let faces = [a, b].map { ($0, Contracts.faces[0]) } + pools.map { ($0, Contracts.faces[1]) }
      targets = contracts + faces
      calldata = ArbitraryCalldata(
        addresses: world.people + targets.map(\.address) + [.zero]
          + ModuleAccount.allCases.map(\.address))
      self.world = world
    }

    /// All wei there are after the calls so far.
    func supply() throws -> UInt128 {
      var state = world.start
      state.apply(world.books.changes)
      return try Devnet.supply(in: state)
    }
  }

  @Test("No arguments stop a method, and nothing they do makes or loses wei", arguments: Seeds.few)
  func arbitraryArguments(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var stage = try Stage(seed: seed)
    var succeeded = 0
    for _ in 0..<12 {
      for (address, contract) in stage.targets {
        for method in contract.methods {
          let data = stage.calldata.data(for: method, from: &random)
          let person = random.number(in: 0...3)
          let value = random.happens(oneIn: 3) ? random.unsigned(UInt128.self) : 0
          let before = stage.world.books.changes.count
          _ = stage.world.ask(address, data, from: person)
          switch stage.world.call(address, data, from: person, value: value) {
          case .success: succeeded += 1
          case .failure(let refusal):
            #expect(!refusal.reason.isEmpty)
            #expect(stage.world.books.changes.count == before)
          }
        }
      }
    }
    #expect(succeeded > 0)
    #expect(try stage.supply() == Genesis.supply.units)
  }

  @Test("No damage to calldata stops a method")
  func damagedCalldata() throws {
    var random = SplitMix64(seed: 1)
    let stage = try Stage(seed: 1)
    for (address, contract) in stage.targets {
      for method in contract.methods {
        var data = stage.calldata.data(for: method, from: &random)
        for count in 0..<data.count where count % 32 < 5 {
          _ = stage.world.ask(address, Array(data[..<count]))
        }
        _ = stage.world.ask(address, data + [0])
        for _ in 0..<20 where data.count > 4 {
          let index = random.number(in: 4...data.count - 1)
          data[index] ^= 1 << UInt8(random.number(in: 0...7))
          _ = stage.world.ask(address, data)
          _ = PriceList.gas(to: address, data: data.span)
        }
      }
    }
  }

  @Test("Truncated arguments are refused by name")
  func truncation() throws {
    let stage = try Stage(seed: 1)
    let data = calldata("transfer(address,uint256)", stage.world.people[1], UInt256.zero)
    for count in 4..<data.count {
      guard case .failure(let refusal) = stage.world.ask(.stos, Array(data[..<count])) else {
        Issue.record("\(count) bytes were accepted")
        continue
      }
      #expect(refusal.reason.hasPrefix("the arguments of transfer do not decode"))
    }
  }
}
