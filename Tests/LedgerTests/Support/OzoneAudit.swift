import Chain
import Codec
import Ledger
import Testing

/// Finds every noz that was sold and not settled, and holds it against what the curve says of it.
struct OzoneAudit {
  /// What was drawn by traffic that no close has settled.
  var counted: UInt128 = 0

  /// Checks the laws of the curve and that all its parts make up what is outstanding.
  func check(_ world: World, _ note: String = "") throws {
    let economy = try world.economy()
    var sum = counted
    for person in world.people {
      sum += try world.ozone(of: person)
      for contract in try world.contracts(of: person) {
        sum += try world.contract(contract).noz
        #expect(world.wei(contract) == 0, "a prepay contract holds no wei \(note)")
      }
    }
    #expect(sum == economy.outstanding, "ozone was made or lost \(note)")
    #expect(
      UInt256(economy.deposits.low, times: economy.outstanding)
        <= UInt256(economy.prepaid.low, times: economy.forSale), "S·O ≤ P·L \(note)")
    #expect(
      economy.forSale > 0 || (economy.deposits == .zero && economy.prepaid == .zero),
      "L ≥ 1 \(note)")
    #expect(
      try economy.settlement(of: economy.outstanding) <= economy.prepaid.low, "R ≤ P \(note)")
    #expect(world.wei(ModuleAccount.unissuedPrepay.address) == economy.prepaid.low)
  }
}
