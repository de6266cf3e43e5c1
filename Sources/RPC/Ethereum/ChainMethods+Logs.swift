import Chain
import Codec
import Cryptography
import Storage

extension ChainMethods {
  /// How many blocks are looked through, with an index for what is wanted and without.
  private static let indexedBlocksMax: UInt64 = 100_000
  private static let scannedBlocksMax: UInt64 = 2_000
  /// How many logs are answered with.
  private static let logsMax = 10_000

  static func logs(of node: NodeAccess) -> [RPCMethod] {
    [
      RPCMethod(
        "eth_getLogs", summary: "The logs in a range of blocks that match a filter",
        .required("filter", .logFilter), answer: RPCForm("object[]", "logs in their order"),
        example: .init([["fromBlock": "0x1", "toBlock": "latest"]], answer: [])
      ) { _, request throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let found = try find(request, in: reader)
          return .written { writer in
            writer.writeArray { writer in
              for (block, position, index) in found {
                writer.writeLog(index, at: position, of: block)
              }
            }
          }
        }
      }
    ]
  }

  private static func find(
    _ request: LogFilterRequest, in reader: ChainReader
  ) throws(RPCError) -> [(BlockView, position: Int, index: Int)] {
    var found: [(BlockView, position: Int, index: Int)] = []
    for height in try heights(of: request, in: reader) {
      guard let stored = try reader.block(.height(height.units)) else {
        throw .refused("block \(height) is no longer kept by this node")
      }
      guard stored.outcome.receipts.contains(where: { $0.logs.contains(where: request.matches) })
      else { continue }
      let block = try BlockView(stored, in: reader)
      for (position, receipt) in block.receipts.enumerated() {
        for (index, log) in receipt.logs.enumerated() where request.matches(log) {
          found.append((block, position, index))
        }
      }
      guard found.count <= logsMax else {
        throw RPCError(
          code: -32005, message: "query returned more than \(logsMax) results, ask for less")
      }
    }
    return found
  }

  /// The blocks that may have such logs, in their order.
  private static func heights(
    of request: LogFilterRequest, in reader: ChainReader
  ) throws(RPCError) -> [Height] {
    let range: ClosedRange<Height>
    switch request.blocks {
    case .one(let hash):
      guard let height = try reader.height(of: .hash(hash)) else { throw .refused("unknown block") }
      return [height]
    case .range(let from, let to):
      if case (.height(let first), .height(let last)) = (from, to), first > last {
        throw .invalidParameters("invalid block range params")
      }
      guard let first = try reader.height(of: from), let last = try reader.height(of: to) else {
        throw .invalidParameters("block range extends beyond current head block")
      }
      guard first <= last else { throw .invalidParameters("invalid block range params") }
      range = first...last
    }
    let count = range.upperBound.units - range.lowerBound.units + 1
    let coverage = try reader.attempt { () throws(StorageError) in
      try reader.snapshot.coverage(of: .logs)
    }
    if let terms = request.terms, let coverage, coverage.contains(range.lowerBound),
      coverage.contains(range.upperBound)
    {
      try check(count, atMost: indexedBlocksMax)
      var heights: Set<Height> = []
      for term in terms {
        heights.formUnion(
          try reader.attempt { () throws(StorageError) in
            try reader.snapshot.heights(of: term, in: range, countMax: logsMax + 1)
          })
      }
      return heights.sorted()
    }
    try check(count, atMost: scannedBlocksMax)
    return (range.lowerBound.units...range.upperBound.units).map { Height($0) }
  }

  private static func check(_ count: UInt64, atMost limit: UInt64) throws(RPCError) {
    guard count > limit else { return }
    throw RPCError(
      code: -32005, message: "a range of \(count) blocks is too large, ask for \(limit) at most")
  }
}
