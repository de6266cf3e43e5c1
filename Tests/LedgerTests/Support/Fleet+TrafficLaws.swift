import Chain
import Codec
import Ledger
import Testing
import TestSupport

extension Fleet {
  /// Checks what holds of traffic rewards at every moment.
  ///
  /// What the account holds is what epochs and storage owe, and everybody together can claim no
  /// more than that.
  func checkTraffic(_ comment: Comment? = nil) throws {
    var owed: UInt128 = 0
    var epoch: UInt64 = 1
    while epoch < world.epoch.units {
      if let settled = try? settled(epoch) { owed += settled.unclaimed.low }
      epoch += 1
    }
    let bytes = try world.ask(Self.traffic, calldata("storage()")).get()
    let (_, _, storage) = try ABI.decode(
      bytes.span, as: UInt256.self, UInt256.self, UInt256.self)
    #expect(wei(.trafficRewards) == owed + storage.low, comment)
    var claimable: UInt128 = 0
    for node in resources + metas {
      let rewards = try rewards(of: node)
      claimable += rewards.due + rewards.immature
    }
    #expect(claimable <= wei(.trafficRewards), comment)
    #expect(wei(.miningReserve) + (try economy()).mined.low == Genesis.minable.units, comment)
  }
}
