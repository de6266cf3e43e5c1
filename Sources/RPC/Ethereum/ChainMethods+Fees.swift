import Chain
import Codec
import Ledger
import Storage

extension ChainMethods {
  private static let historyBlocksMax: UInt64 = 256
  private static let percentilesMax = 100

  static func fees(of node: NodeAccess) -> [RPCMethod] {
    [
      RPCMethod(
        "eth_gasPrice", summary: "What a gas costs in the next block, with the tip that is usual",
        answer: .quantity, example: .init(answer: "0x3b9aca00")
      ) { _ throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let baseFee = Books(over: reader.snapshot)[placed: Tables.baseFee]
          return .quantity(baseFee.units + (try usualTip(in: reader)).units)
        }
      },
      RPCMethod(
        "eth_maxPriorityFeePerGas",
        summary: "The tip that recent blocks took; nothing while there is room for all",
        answer: .quantity, example: .init(answer: "0x0")
      ) { _ throws(RPCError) in
        try node.read { reader throws(RPCError) in .quantity(try usualTip(in: reader).units) }
      },
      history(of: node),
    ]
  }

  /// The least tip in the newest block, if that was more than half full.
  ///
  /// Otherwise there is room, and a transaction without a tip is as soon in a block.
  private static func usualTip(in reader: ChainReader) throws(RPCError) -> Wei {
    guard let stored = try reader.block(.latest) else { return .zero }
    guard !stored.outcome.senders.isEmpty else { return .zero }
    let block = try BlockView(stored, in: reader)
    guard block.gasUsed.units > block.gasLimit.units / 2 else { return .zero }
    let tips = block.tips.map(\.tip)
    return Wei(tips.min() ?? 0)
  }

  private static func history(of node: NodeAccess) -> RPCMethod {
    RPCMethod(
      "eth_feeHistory", summary: "Base fees, how full blocks were, and what tips they took",
      .required("blockCount", .quantity as RPCType<UInt64>), .required("newestBlock", .height),
      .optional("rewardPercentiles", .percentiles, standard: []),
      answer: .object("oldestBlock, baseFeePerGas, gasUsedRatio, reward"),
      example: .init(
        ["0x1", "latest", [50]],
        answer: [
          "oldestBlock": "0x1b4", "baseFeePerGas": ["0x3b9aca00", "0x3b9aca00"],
          "gasUsedRatio": [0], "reward": [["0x0"]],
        ])
    ) { _, count, newest, percentiles throws(RPCError) in
      guard percentiles.count <= percentilesMax else {
        throw .invalidParameters("at most \(percentilesMax) percentiles")
      }
      return try node.read { reader throws(RPCError) in
        guard let newest = try reader.height(of: newest) else {
          throw .refused("request beyond head block: requested, head \(reader.latest)")
        }
        let blocks = try recent(min(count, historyBlocksMax), upTo: newest, in: reader)
        let next = try baseFee(after: newest, last: blocks.last, in: reader)
        return .written { writer in
          writer.write(feesOf: blocks, next: next, newest: newest, percentiles)
        }
      }
    }
  }

  private static func recent(
    _ count: UInt64, upTo newest: Height, in reader: ChainReader
  ) throws(RPCError) -> [BlockView] {
    let first = newest.units + 1 - min(count, newest.units + 1)
    var blocks: [BlockView] = []
    for units in first..<(newest.units + 1) {
      guard let block = try reader.block(.height(units)) else { continue }
      blocks.append(try BlockView(block, in: reader))
    }
    return blocks
  }

  private static func baseFee(
    after height: Height, last: BlockView?, in reader: ChainReader
  ) throws(RPCError) -> Wei {
    if height == reader.latest { return Books(over: reader.snapshot)[placed: Tables.baseFee] }
    return try reader.block(.height(height.units + 1))?.outcome.baseFee ?? last?.baseFee ?? .zero
  }
}

extension BlockView {
  /// What went on top of the base fee, with the gas it was paid for.
  var tips: [(tip: UInt128, gas: UInt64)] {
    zip(entries, receipts).compactMap { entry, receipt in
      guard case .signed = entry else { return nil }
      return (entry.price(over: baseFee).units - baseFee.units, receipt.gasUsed.units)
    }
  }

  /// The tips at some percentiles of the gas, as Ethereum's interface defines them.
  fileprivate func rewards(_ percentiles: [Double]) -> [UInt128] {
    let tips = tips.sorted { $0.tip < $1.tip }
    let total = Double(tips.reduce(0) { $0 + $1.gas })
    return percentiles.map { percentile in
      var sum = 0.0
      for entry in tips {
        sum += Double(entry.gas)
        if sum >= total * percentile / 100 { return entry.tip }
      }
      return tips.last?.tip ?? 0
    }
  }
}

extension JSONWriter {
  fileprivate mutating func write(
    feesOf blocks: [BlockView], next: Wei, newest: Height, _ percentiles: [Double]
  ) {
    writeObject { writer in
      writer.member("oldestBlock", quantity: blocks.first?.header.height.units ?? newest.units)
      writer.writeName("baseFeePerGas")
      writer.writeArray { writer in
        for block in blocks { writer.writeQuantity(block.baseFee.units) }
        writer.writeQuantity(next.units)
      }
      writer.writeName("gasUsedRatio")
      writer.writeArray { writer in
        for block in blocks {
          let ratio = Double(block.gasUsed.units) / Double(max(1, block.gasLimit.units))
          writer.write(raw: "\(ratio)")
        }
      }
      guard !percentiles.isEmpty else { return }
      writer.writeName("reward")
      writer.writeArray { writer in
        for block in blocks {
          writer.writeArray { writer in
            for reward in block.rewards(percentiles) { writer.writeQuantity(reward) }
          }
        }
      }
    }
  }
}

extension RPCType where Value == [Double] {
  /// Numbers from 0 to 100 that do not fall.
  fileprivate static let percentiles = RPCType(
    RPCForm("number[]", "numbers from 0 to 100 that do not fall")
  ) { json throws(RPCFormError) in
    guard case .array(let elements) = json else {
      throw RPCFormError("\(json.kind) where a list of numbers is expected")
    }
    var numbers: [Double] = []
    for element in elements {
      guard case .number(let written) = element, let number = Double(written.text),
        (max(0, numbers.last ?? 0)...100).contains(number)
      else { throw RPCFormError("percentiles are numbers from 0 to 100 that do not fall") }
      numbers.append(number)
    }
    return numbers
  }
}
