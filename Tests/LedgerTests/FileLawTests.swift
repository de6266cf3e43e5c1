import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds in a random history of ozone, files and traffic, over many epochs.
@Suite("Laws of files and ozone")
struct FileLawTests {
  private struct History {
    var fleet: Fleet
    let consumer: Consumer
    var audit: OzoneAudit
    var files: [(id: FixedBytes<32>, file: SampleFile)] = []
    var page: UInt32 = 0
    var signed: UInt128 = 0
  }

  private func act(_ history: inout History, _ random: inout SplitMix64) throws {
    let person = random.number(in: 2...5)
    let other = random.number(in: 2...5)
    let chosen = history.files.randomElement(using: &random)
    let epochs = UInt32(random.number(in: 1...6))
    switch random.number(in: 0...15) {
    case 0, 1, 2:
      let file = SampleFile(
        UInt8(random.number(in: 0...9)), slices: random.number(in: 1...4),
        lastSizeBytes: UInt64(random.number(in: 1...10_485_760)),
        kind: UInt8(random.number(in: 0...1)))
      let id = try history.fleet.record(
        file, by: person, replicas: UInt8(random.number(in: 0...16)), epochs: epochs)
      history.files.append((id, file))
    case 3, 4, 5: if let chosen { try history.fleet.confirm(chosen.id) }
    case 6: if let chosen { try history.fleet.renew(chosen.id, epochs: epochs, by: person) }
    case 7: if let chosen { try history.fleet.give(chosen.id, from: person, to: other) }
    case 8: if let chosen { try history.fleet.remove(chosen.id, by: person) }
    case 9:
      if let chosen {
        let prune = calldata("pruneFile(bytes32)", chosen.id)
        _ = try history.fleet.world.call(World.files, prune, from: person).get()
      }
    case 10:
      if let chosen {
        let nodes = history.fleet.resources.shuffled(using: &random)
        _ = try history.fleet.tryLoss(
          of: UInt32(random.number(in: 0...3)), in: chosen.id, chosen.file, lost: nodes[0],
          replacement: nodes[1]
        ).get()
      }
    case 11:
      let amount = UInt128(random.number(in: 1...1_000_000)) * 1_000_000_000
      try history.fleet.world.prepay(amount, for: history.consumer.address, by: person)
    case 12:
      _ = try history.fleet.world.openContract(
        Fleet.stos, for: history.consumer.address, cap: UInt256(1_000 as UInt64), by: person)
    case 13: try report(chosen?.id ?? .zero, &history, &random)
    default: history.fleet.endEpochs(random.happens(oneIn: 12) ? 30 : 1)
    }
  }

  /// Reports what the consumer signs for in the epoch before, and pays itself or by a contract.
  private func report(
    _ file: FixedBytes<32>, _ history: inout History, _ random: inout SplitMix64
  ) throws {
    guard let epoch = history.fleet.world.epoch.previous, epoch > .zero else { return }
    let openers = history.fleet.world.people
    let contract = try history.fleet.world.contracts(of: openers[random.number(in: 2...5)]).last
    history.signed += UInt128(random.number(in: 1...50_000_000))
    history.page += 1
    let voucher = try history.consumer.voucher(
      history.signed, by: history.fleet.resources[0], in: epoch.units,
      payer: random.happens(oneIn: 2) ? contract : nil, file: file)
    try history.fleet.report([voucher], of: epoch.units, page: history.page)
  }

  @Test(
    "Ozone bought is held, in contracts, paid for storage and not yet due, or counted",
    arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let consumer = try Consumer(from: &random)
    var history = History(
      fleet: try Fleet(metas: 1, seed: seed), consumer: consumer,
      audit: OzoneAudit(others: [consumer.address]))
    var outcomes = (done: 0, refused: 0)
    for step in 0..<(Seeds.isSoaking ? 3_000 : 140) {
      do {
        try act(&history, &random)
        outcomes.done += 1
      } catch is Refusal {
        outcomes.refused += 1
      }
      try history.audit.check(history.fleet.world, "(step \(step))")
      if step % 20 == 0 { try history.fleet.checkLaws("step \(step)") }
    }
    #expect(outcomes.done > 50)
    #expect(outcomes.refused > 10)
    #expect(try history.fleet.world.supply() == Genesis.supply.units)
    // Once all paid time is over and nothing waits, storage has taken all that was paid for it.
    history.fleet.endEpochs(160)
    #expect(try history.fleet.world.storageDue() == 0)
    try history.audit.check(history.fleet.world, "(at the end)")
  }
}
