import Chain
import Codec
import Cryptography
import Dispatch
import Node
import Replica
import Synchronization
import TestSupport
import Testing

@Suite("Signatures that wait to be checked")
struct SignatureCheckersTests {
  /// What was checked, in the order in which it was done.
  private final class Record: Sendable {
    private let urgencies = Mutex<[SignatureCheck.Urgency]>([])
    private let changed = DispatchSemaphore(value: 0)

    var all: [SignatureCheck.Urgency] { urgencies.withLock { $0 } }

    func add(_ check: SignatureCheck) {
      urgencies.withLock { $0.append(check.urgency) }
      changed.signal()
    }

    func wait(for count: Int) -> Bool {
      (0..<count).allSatisfy { _ in changed.wait(timeout: .now() + 60) == .success }
    }
  }

  private static let chain = ChainID(20_480)

  private func transactions() throws -> [[UInt8]] {
    var sender = try Wallet(seed: 1)
    return try (0..<100).map { _ in try sender.sign(to: sender.address).message.raw }
  }

  @Test func `are checked in the order of their urgency, whatever came before`() throws {
    var random = SplitMix64(seed: 2)
    let peer = Address.arbitrary(from: &random)
    let key = try Wallet(seed: 3).publicKey
    let network = Network(chainID: Self.chain, genesisHash: random.digest())
    let flood = SignatureCheck.transactions(try transactions(), from: peer)
    let header = Header.arbitrary(from: &random)
    let body = SignatureCheck.body(header, hash: header.hash, [], from: peer)
    let vote = SignatureCheck.vote(
      .arbitrary(from: &random), Vote.Authority(key: key, network: network), about: nil, from: peer)
    let record = Record()
    let checkers = SignatureCheckers(chainID: Self.chain) { check, _ in record.add(check) }
    for _ in 0..<100 { checkers.add(flood) }
    checkers.add(body)
    checkers.add(vote)
    let doneBefore = record.all.count
    #expect(record.wait(for: 102))
    // Those under way are not interrupted, and one thread may stand still while others go on.
    let few = doneBefore + 50
    let order = record.all
    for urgency in [SignatureCheck.Urgency.medium, .high] {
      let place = try #require(order.firstIndex(of: urgency))
      #expect(place <= few, "\(urgency), while \(doneBefore) were done before")
    }
  }
}
