import Chain
import Cryptography
import Ledger
import TestSupport

/// One signature of a page of 500 vouchers, with everything that counting the page takes, and the
/// check of a voucher's signature alone.
///
/// Each voucher is by another consumer; the nodes are as many as vouchers, so that none is read
/// twice.
struct PageBenchmark {
  static let names = ["ledger.report", "ledger.report.signature"]

  private let network: TrafficNetwork
  private let report: Recovered<Transaction>

  init() throws {
    var network = try TrafficNetwork(validatorCount: 4, metaCount: 7, resourceCount: 1_000)
    report = try network.nextReport()
    self.network = network
  }

  var benchmarks: [Benchmark] {
    let block = TrafficNetwork.block(2)
    let vouchers = network.lastVouchers
    return [
      Benchmark(
        Self.names[0], size: vouchers.count, batch: network.signaturesPerPage
      ) { times in
        for _ in 0..<times {
          let result = Execution.execute([report], in: block, over: network.state)
          guard case .succeeded(let logs)? = result.receipts.first?.outcome,
            logs.count == vouchers.count + 1
          else { preconditionFailure("every voucher of the benchmark counts") }
        }
      },
      Benchmark(Self.names[1], size: 1) { times in
        for index in 0..<times {
          let voucher = vouchers[index % vouchers.count]
          precondition(
            voucher.isSigned(in: Epoch(1), on: TrafficNetwork.domain), "its consumer has signed it")
        }
      },
    ]
  }
}
