import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Who serves and consumes in a history, with their keys, and what logs told of what they have.
struct TrafficCast {
  /// Vouchers that were once on a page, and may be again.
  struct Page {
    let epoch: UInt64
    let number: UInt32
    let vouchers: [SignedVoucher]
  }

  let consumers: [Consumer]
  /// The keys of nodes, by the addresses that are their ids.
  private(set) var secrets: [Address: FixedBytes<32>] = [:]
  private(set) var metas: [Address] = []
  private(set) var resources: [Address] = []
  private(set) var files: [(id: FixedBytes<32>, sample: SampleFile)] = []
  /// Every id there ever was, of files that nobody here made too.
  private(set) var fileIDs: [FixedBytes<32>] = []
  /// The latest files that were offered, with whom they were offered to.
  private(set) var offered: [(id: FixedBytes<32>, account: Address)] = []
  private(set) var contracts: [Address] = []
  /// Everybody for whom ozone was bought.
  private(set) var holders: [Address] = []
  /// Nodes and files that traffic was counted for, the latest last.
  private(set) var servers: [Address] = []
  private(set) var servedFiles: [FixedBytes<32>] = []
  var pages: [Page] = []
  var pageCount: UInt32 = 0

  init(from random: inout SplitMix64) throws {
    consumers = try (0..<4).map { _ in try Consumer(from: &random) }
    holders = consumers.map(\.address)
  }

  /// Gives a network four meta nodes and three resource nodes to start with.
  mutating func placeNodes(
    in draft: inout GenesisDraft, ownedBy wallets: [Wallet], from random: inout SplitMix64
  ) throws {
    for index in 0..<7 {
      let key = try newKey(from: &random)
      let owner = wallets[index % 3].address
      let deposit = index < 4 ? 1_000 : UInt64(400 - 100 * (index - 4))
      let node = GenesisNode(
        owner: owner, key: key, beneficiary: owner, deposit: Wei(stos: deposit),
        endpoint: "n:1", moniker: "n")
      if index < 4 {
        draft.metaNodes.append(node)
        metas.append(node.id)
      } else {
        draft.resourceNodes.append(
          GenesisResourceNode(node: node, services: 4, capacityBytes: 1, region: "north"))
        resources.append(node.id)
      }
    }
  }

  mutating func newKey(from random: inout SplitMix64) throws -> PublicKey {
    let secret = FixedBytes<32>.arbitrary(from: &random)
    let key = try PrivateKey(secret).publicKey
    secrets[Address(of: key)] = secret
    return key
  }

  mutating func note(_ event: LoggedEvent) {
    switch event.name {
    case "ResourceNodeRegistered": resources.append(event.address(0))
    case "MetaNodeRegistered": metas.append(event.address(0))
    case "FileRecorded":
      let id = event.words[0].bigEndianBytes
      fileIDs.append(id)
      let sample = Self.sample(event.words[2].bigEndianBytes[0])
      if sample.hash == event.words[2].bigEndianBytes { files.append((id, sample)) }
    case "FileOffered":
      offered = offered.suffix(2) + [(event.words[0].bigEndianBytes, event.address(2))]
    case "VoucherCounted":
      servers.append(event.address(1))
      if event.words[2] != .zero { servedFiles.append(event.words[2].bigEndianBytes) }
    case "ContractOpened": contracts.append(event.address(0))
    case "OzoneBought":
      if !holders.contains(event.address(1)) { holders.append(event.address(1)) }
    default: break
    }
  }

  /// A file that its name alone decides.
  static func sample(_ name: UInt8) -> SampleFile {
    SampleFile(
      name, slices: 1 + Int(name % 3), lastSizeBytes: 1_000_000 * UInt64(name % 9) + 1,
      kind: name % 2)
  }

  /// Any node, but mostly one of those that came last.
  func anyNode(from random: inout SplitMix64) -> Address {
    random.happens(oneIn: 2) ? anyMeta(from: &random) : anyResource(from: &random)
  }

  func anyMeta(from random: inout SplitMix64) -> Address { recent(metas, from: &random) }

  func anyResource(from random: inout SplitMix64) -> Address { recent(resources, from: &random) }

  func anyContract(from random: inout SplitMix64) -> Address {
    contracts.isEmpty ? consumers[0].address : recent(contracts, from: &random)
  }

  func anyFile(from random: inout SplitMix64) -> (id: FixedBytes<32>, sample: SampleFile) {
    files.isEmpty ? (.zero, Self.sample(0)) : recent(files, from: &random)
  }

  private func recent<Thing>(_ things: [Thing], from random: inout SplitMix64) -> Thing {
    let oldest = random.happens(oneIn: 5) ? 0 : max(0, things.count - 6)
    return things[random.number(in: oldest...things.count - 1)]
  }
}
