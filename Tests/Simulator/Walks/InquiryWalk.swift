import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// A validator that asks how far the chain has come, and is answered by some, by strangers, twice,
/// and from later epochs: it believes a quorum of the latest set and nobody else.
struct InquiryWalk {
  private var random: SplitMix64
  private let rules: ChainRules
  private(set) var complaints: [String] = []

  init?(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x1419)
    let keys = Array(ValidatorKey.all.prefix(random.number(in: 2...7)))
    guard
      let rules = try? ChainRules(
        seed: seed, keys: keys, suspects: [], epochLengthMilliseconds: 1_000,
        minBlockIntervalMilliseconds: 0, emptyBlockIntervalMilliseconds: 100)
    else { return nil }
    self.rules = rules
  }

  mutating func run(steps: Int) {
    let own = random.happens(oneIn: 2) ? rules.keys[0].publicKey : nil
    var inquiry = LossInquiry(epoch: Epoch(1), set: rules.set(of: Epoch(1)), by: own)
    var epoch: UInt64 = 1
    var newest: UInt64 = 0
    var answered: Set<Int> = []
    for _ in 0..<steps where complaints.isEmpty {
      if random.happens(oneIn: 6) {
        guard let finding = finding(in: Epoch(epoch + 1)) else { return }
        epoch += 1
        newest = max(newest, finding.header.time.units)
        answered = []
        let key = rules.keys[random.number(in: 0...(rules.keys.count - 1))].publicKey
        inquiry.add([finding], from: key)
        if let place = rules.set(of: Epoch(epoch)).index(of: key) { answered.insert(place) }
      } else {
        let key = ValidatorKey.all[random.number(in: 0...rules.keys.count)].publicKey
        inquiry.add([], from: key)
        if let place = rules.set(of: Epoch(epoch)).index(of: key) { answered.insert(place) }
      }
      let set = rules.set(of: Epoch(epoch))
      let power = answered.reduce(0) { $0 + set.members[$1].power.units }
      let clock = UInt64(random.number(in: 0...2_000))
      // All others are enough where they are no quorum, and nobody where the one who asks is.
      let others = set.members.filter { $0.key != own }.reduce(0) { $0 + $1.power.units }
      let needed =
        set.totalPower.units - others >= set.quorum.units ? 0 : min(others, set.quorum.units)
      let expected = power >= needed ? Timestamp(max(clock, newest)) : nil
      if inquiry.result(clock: Timestamp(clock)) != expected {
        complaints.append("inquiry: power \(power) of \(set.totalPower) is taken wrongly")
      }
    }
  }

  /// A certificate that holds, with the header of its block.
  private mutating func finding(in epoch: Epoch) -> LossInquiry.Finding? {
    let set = rules.set(of: epoch)
    var header = rules.genesis
    header.epoch = epoch
    header.time = Timestamp(UInt64(random.number(in: 0...2_000)))
    let statement = Statement(
      epoch: epoch, view: View(1),
      content: .notarize(Statement.Candidate(parentView: View(0), block: header.hash)))
    var signatures = SortedMap<Int, Signature>()
    for (place, member) in set.members.enumerated() {
      guard let key = rules.keys.first(where: { $0.account == member.account }) else { continue }
      signatures[place] = key.vote(statement, on: rules.network).signature
    }
    let certificate = Certificate(
      statement: statement, setCount: set.members.count, signatures: signatures)
    let authority = Certificate.Authority(epoch: epoch, set: set, network: rules.network)
    return (try? Unverified(certificate).verified(under: authority)).map {
      LossInquiry.Finding(certificate: $0, header: header)
    }
  }
}
