import Chain
import Ledger
import State

/// The close of an epoch with a hundred validators that has counted vouchers.
///
/// It should not cost more the more nodes, consumers and vouchers there are.
struct SettlementBenchmark {
  static let name = "ledger.settlement"

  private let voucherCount: Int
  private let network: TrafficNetwork

  init(resourceCount: Int, consumerCount: Int, voucherCount: Int) throws {
    var network = try TrafficNetwork(
      validatorCount: 100, metaCount: 50, resourceCount: resourceCount)
    try network.placeConsumers(consumerCount, voucherCount: voucherCount)
    self.voucherCount = voucherCount
    self.network = network
  }

  var benchmark: Benchmark {
    Benchmark(Self.name, size: voucherCount) { times in
      for _ in 0..<times {
        let block = TrafficNetwork.block(2, isClosing: true)
        let result = Execution.execute([], in: block, over: network.state)
        precondition(result.changes.count > 200, "the close pays validators and seats")
      }
    }
  }
}
