import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Fees")
struct FeeTests {
  /// The cases of go-ethereum's `TestCalcBaseFee`, ten times as dear because of the floor.
  @Test("The base fee moves as in Ethereum")
  func knownBaseFees() {
    let limit = Gas(20_000_000)
    let start = Wei(gwei: 10)
    #expect(BaseFee.next(after: start, gas: Gas(10_000_000), limit: limit) == start)
    #expect(BaseFee.next(after: start, gas: Gas(9_000_000), limit: limit) == Wei(9_875_000_000))
    #expect(BaseFee.next(after: start, gas: Gas(11_000_000), limit: limit) == Wei(10_125_000_000))
    #expect(BaseFee.next(after: start, gas: limit, limit: limit) == Wei(11_250_000_000))
    #expect(BaseFee.next(after: Wei(gwei: 1), gas: .zero, limit: limit) == Wei(gwei: 1))
  }

  /// The specification's own lines, in 128 bits that its numbers here do not leave.
  private func specified(_ fee: UInt128, _ used: UInt128, _ limit: UInt128) -> UInt128 {
    let target = limit / 2
    if used == target { return fee }
    if used > target {
      return fee + max(fee * (used - target) / target / 8, 1)
    }
    return max(fee - fee * (target - used) / target / 8, 1_000_000_000)
  }

  @Test("The base fee follows EIP-1559's rule", arguments: Seeds.few)
  func baseFeeRule(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let limit = UInt64.random(in: 1_000_000...10_000_000_000, using: &random)
      let gas = UInt64.random(in: 0...limit, using: &random)
      let fee = 1_000_000_000 + UInt128(random.unsigned(UInt64.self))
      let next = BaseFee.next(after: Wei(fee), gas: Gas(gas), limit: Gas(limit))
      #expect(next.units == specified(fee, UInt128(gas), UInt128(limit)))
    }
  }

  @Test("No base fee, gas or limit overflows")
  func extremeBaseFees() {
    for fee in [0, 1, Genesis.supply.units, .max] {
      for gas in [0, 1, 600_000_000, UInt64.max] {
        for limit in [0, 1, 1_000_000, 10_000_000_000] as [UInt64] {
          let next = BaseFee.next(after: Wei(fee), gas: Gas(gas), limit: Gas(limit))
          #expect((Wei(gwei: 1)...Genesis.supply).contains(next))
        }
      }
    }
  }

  @Test("Gas is the bytes, and the price of the method they name")
  func gas() {
    let nobody = Address(protocol: 0x7777)
    func gas(_ recipient: Address, _ data: [UInt8]) -> UInt64 {
      PriceList.gas(to: recipient, data: data.span).units
    }
    #expect(gas(nobody, []) == 21_000)
    #expect(gas(nobody, [0, 0, 1]) == 21_000 + 4 + 4 + 16)
    // A selector of the faces has its price wherever it is sent, and no other has one.
    #expect(gas(nobody, [0xA9, 0x05, 0x9C, 0xBB]) == 21_000 + 64 + 20_000)
    #expect(gas(.stos, [0xA9, 0x05, 0x9C, 0xBB]) == 21_000 + 64 + 20_000)
    #expect(gas(nobody, [0xDE, 0xAD, 0xBE, 0xEF]) == 21_000 + 64)
    #expect(gas(World.exchange, [0xA9, 0x05, 0x9C, 0xBB]) == 21_000 + 64)
    // A price for each hop, unless the arguments do not decode.
    func swap(_ hops: Int) -> [UInt8] {
      calldata(
        "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)", UInt256.zero,
        UInt256.zero, Array(repeating: Address.zero, count: hops + 1), Address.zero, UInt256.zero)
    }
    let step = gas(World.exchange, swap(2)) - gas(World.exchange, swap(1))
    #expect(step == 40_000 + 32 * 4)
    let broken = swap(2).dropLast()
    #expect(gas(World.exchange, swap(2)) - gas(World.exchange, Array(broken)) == 80_000 + 4)
  }

  @Test("A block keeps to base fee, gas and size, or says which transaction does not")
  func bodyRules() throws {
    var alice = try Wallet(seed: 1)
    let nobody = Address(protocol: 0x7777)
    var parameters = ChainParameters()
    parameters.blockGasLimit = Gas(50_000)
    let rules = BodyRules(baseFee: Wei(gwei: 2), parameters: parameters)
    let good = try alice.sign(to: nobody, gasLimit: 21_000, maxFee: Wei(gwei: 2))
    #expect(try rules.check([good, good]) == Gas(42_000))
    #expect(throws: BodyError.gasLimit(index: 2, limit: Gas(50_000))) {
      try rules.check([good, good, good])
    }
    let cheap = try alice.sign(to: nobody, maxFee: Wei(1_999_999_999))
    #expect(
      throws: BodyError.feeTooLow(index: 1, maxFee: Wei(1_999_999_999), baseFee: Wei(gwei: 2))
    ) { try rules.check([good, cheap]) }
    let tight = try alice.sign(to: nobody, gasLimit: 20_999)
    #expect(throws: BodyError.gasTooLow(index: 0, limit: Gas(20_999), price: Gas(21_000))) {
      try rules.check([tight])
    }
    parameters.bodySizeBytesMax = UInt64(good.message.raw.count)
    let small = BodyRules(baseFee: Wei(gwei: 2), parameters: parameters)
    #expect(throws: BodyError.size(index: 1, limit: UInt64(good.message.raw.count))) {
      try small.check([good, good])
    }
  }
}
