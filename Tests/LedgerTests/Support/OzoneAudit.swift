import Chain
import Codec
import Ledger
import Testing
import TestSupport

/// Finds every noz that was sold and not settled, and holds it against what the curve says of it.
struct OzoneAudit {
  /// Who may hold ozone beside the people.
  var others: [Address] = []
  /// What was drawn without a report, and so is never settled.
  var counted: UInt128 = 0

  /// Checks the laws of the curve and that all its parts make up what is outstanding.
  func check(_ world: World, _ note: String = "") throws {
    let economy = try world.economy()
    let tally = try world.ask(Fleet.traffic, calldata("tally()")).get()
    let (_, reported, _, _, _) = try ABI.decode(
      tally.span, as: UInt64.self, UInt128.self, UInt128.self, UInt256.self, UInt256.self)
    var sum = counted + reported + (try world.storageDue())
    for person in world.people + others {
      sum += try world.ozone(of: person)
      for file in try world.files(of: person) { sum += file.undue }
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
