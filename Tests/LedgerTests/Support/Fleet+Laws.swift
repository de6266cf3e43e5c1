import Chain
import Codec
import Ledger
import Testing

extension Fleet {
  /// Checks what holds at every moment, whatever happened.
  func checkLaws(_ comment: Comment? = nil) throws {
    let economy = try economy()
    var nodes: [FleetNode] = []
    var cursor = UInt256.zero
    while true {
      let (page, next) = try list(from: cursor)
      nodes += page
      if next == cursor { break }
      cursor = next
    }
    let deposits = nodes.reduce(0 as UInt128) { $0 + $1.deposit.low }
    #expect(wei(.nodeDeposits) == deposits, comment)
    let effective = nodes.reduce(0 as UInt128) { $0 + $1.effective.low }
    #expect(economy.deposits.low == effective, comment)
    #expect(nodes.allSatisfy { $0.effective <= $0.deposit }, comment)
    #expect(nodes.allSatisfy { ($0.standing == 2) || $0.effective == .zero }, comment)
    let seated = nodes.filter { $0.role == 2 && $0.standing == 2 }.map(\.node)
    #expect(try seats() == (seated.sorted(), UInt16(2 * seated.count / 3 + 1)), comment)
    #expect(wei(.unissuedPrepay) == economy.prepaid.low, comment)
    // S·O ≤ P·L, and L ≥ 1 while S + P > 0.
    #expect(
      UInt256(economy.deposits.low, times: economy.outstanding)
        <= UInt256(economy.prepaid.low, times: economy.forSale), comment)
    if economy.deposits > .zero || economy.prepaid > .zero {
      #expect(economy.forSale >= 1, comment)
    } else {
      #expect(economy.outstanding == 0, comment)
    }
  }
}
