import Chain
import Cryptography
import Ledger

/// One signature of a page of 500 vouchers, with everything that counting the page takes.
///
/// Each voucher is by another consumer; the nodes are as many as vouchers, so that none is read
/// twice.
struct PageBenchmark {
  static let name = "ledger.report"

  private let network: TrafficNetwork
  private let report: Recovered<Transaction>

  init() throws {
    var network = try TrafficNetwork(validatorCount: 4, metaCount: 7, resourceCount: 1_000)
    report = try network.nextReport()
    self.network = network
  }

  var benchmark: Benchmark {
    Benchmark(
      Self.name, size: TrafficNetwork.vouchersPerPage, batch: network.signaturesPerPage
    ) { times in
      for _ in 0..<times {
        let block = TrafficNetwork.block(2)
        let result = Execution.execute([report], in: block, over: network.state)
        guard case .succeeded(let logs)? = result.receipts.first?.outcome,
          logs.count == TrafficNetwork.vouchersPerPage + 1
        else { preconditionFailure("every voucher of the benchmark counts") }
      }
    }
  }
}
