import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport
import Testing

@Suite("A node that is far behind")
struct SnapshotFetchTests {
  private let cluster: Cluster
  private var alice: Wallet

  /// Three of four have gone on for some epochs without the last one.
  init() throws {
    alice = try Wallet(seed: 1)
    var settings = ReplicaSettings()
    settings.snapshotLagEpochs = 3
    settings.snapshotRetryMilliseconds = 3_000
    cluster = try Cluster(4, rich: [alice.address], settings: settings)
    try cluster.start()
    try cluster.run(milliseconds: 500)
    cluster.isolated = [3]
    for _ in 0..<5 {
      try cluster.submit(try alice.sign(to: alice.address), to: 0)
      try cluster.run(milliseconds: 2_500)
    }
  }

  private var late: ClusterNode { cluster.nodes[3] }

  /// Whether it has the others' state, and goes on with them.
  private func checkArrival() {
    let other = cluster.nodes[0]
    #expect(late.breach == nil)
    #expect(late.left.isEmpty)
    let height = late.baseHeight + UInt64(late.blocks.count)
    #expect(height + 3 >= UInt64(other.blocks.count))
    #expect(late.roots == Array(other.roots[Int(late.baseHeight)...].prefix(late.roots.count)))
    #expect(late.replica.engine.plan.epoch >= Epoch(6))
  }

  /// Lets the late node hear something else than what was said, and no blocks at first: they are
  /// few here, and would all be there before a snapshot.
  private func tamper(
    _ change: @escaping (PeerMessage, Int) -> PeerMessage? = { message, _ in message }
  ) {
    let (cluster, start) = (cluster, cluster.now)
    cluster.tamper = { [unowned cluster] message, from, to in
      if case .range = message, cluster.now < start + 2_000 { return nil }
      return to == 3 ? change(message, from) : message
    }
  }

  @Test func `begins again from a snapshot, and goes on with the others`() throws {
    tamper()
    cluster.isolated = []
    try cluster.run(milliseconds: 4_000)
    #expect(late.imports == (begun: 1, abandoned: 0, finished: 1))
    #expect(late.baseHeight > 0)
    checkArrival()
    // It can tell whoever asks how each epoch has ended, of those too whose blocks it never had.
    #expect(!late.importedEnds.isEmpty)
    for epoch in 1...UInt64(4) {
      #expect(late.end(of: epoch)?.closing.hash == cluster.nodes[0].end(of: epoch)?.closing.hash)
    }
  }

  @Test func `gets blocks instead when peers have no snapshot`() throws {
    tamper { message, _ in if case .snapshot = message { nil } else { message } }
    cluster.isolated = []
    try cluster.run(milliseconds: 12_000)
    #expect(late.imports == (begun: 0, abandoned: 0, finished: 0))
    #expect(late.baseHeight == 0)
    checkArrival()
  }

  @Test func `takes a snapshot when nobody has the next block any more`() throws {
    tamper { message, _ in
      switch message {
      case .range: nil
      case .status(let status):
        .status(
          PeerStatus(
            epoch: Epoch(1), view: status.view, height: status.height, block: status.block,
            oldestHeight: status.height))
      default: message
      }
    }
    cluster.isolated = []
    try cluster.run(milliseconds: 4_000)
    #expect(late.imports.finished == 1)
    checkArrival()
  }

  @Test func `asks another at once when a peer's snapshot is none`() throws {
    var first: Int?
    tamper { message, from in
      guard case .snapshot(let part) = message, part.request == .manifest,
        first == nil || first == from
      else { return message }
      first = from
      return .snapshot(SnapshotPart(answering: .manifest, bytes: []))
    }
    cluster.isolated = []
    // The next attempt would be later.
    try cluster.run(milliseconds: 2_500)
    #expect(first != nil)
    #expect(late.imports == (begun: 1, abandoned: 0, finished: 1))
    checkArrival()
  }

  @Test func `begins anew with another when nothing shows that a snapshot is the chain's`() throws {
    // Whoever is asked first does not tell how epochs have ended.
    var first: Int?
    tamper { message, from in
      guard case .epochEnds = message, first == nil || first == from else { return message }
      first = from
      return .epochEnds([])
    }
    cluster.isolated = []
    try cluster.run(milliseconds: 2_500)
    #expect(first != nil)
    #expect(late.imports.finished == 1)
    checkArrival()
  }

  @Test func `asks another for a chunk that is none`() throws {
    // Whoever is asked first for the chunks has made them up.
    var liar: Int?
    tamper { message, from in
      guard case .snapshot(let part) = message, case .chunk = part.request,
        liar == nil || liar == from
      else { return message }
      liar = from
      let bytes = Array(part.bytes.dropLast()) + [part.bytes[part.bytes.count - 1] ^ 1]
      return .snapshot(SnapshotPart(answering: part.request, bytes: bytes))
    }
    cluster.isolated = []
    try cluster.run(milliseconds: 4_000)
    #expect(late.imports.finished == 1)
    #expect(late.left.count == 1)
    #expect(late.baseHeight > 0)
  }

  @Test func `believes nobody that no quorum vouches for`() throws {
    // The headers of another chain, which follow each other and name a state of somebody's own.
    tamper { message, _ in
      guard case .snapshot(let part) = message, part.request == .manifest,
        let real = try? SnapshotManifest(canonicalBytes: part.bytes.span)
      else { return message }
      var header = real.successors[0]
      header.executedStateRoot = Keccak256.hash("riches")
      let statement = Statement(
        epoch: header.epoch, view: header.view,
        content: .finalize(
          Statement.Candidate(parentView: header.parentView, block: header.hash)))
      let certificate = Certificate(
        statement: statement, setCount: 4,
        signatures: Dictionary(
          uniqueKeysWithValues: real.successorCertificate.votes.map {
            ($0.member, $0.vote.signature)
          }
        ).reduce(into: SortedMap()) { $0[$1.key] = $1.value })
      guard
        let manifest = try? SnapshotManifest(
          network: real.network, closing: real.closing,
          closingCertificate: real.closingCertificate, successors: [header],
          successorCertificate: certificate, chunkCount: 1)
      else { return nil }
      return .snapshot(SnapshotPart(answering: .manifest, bytes: manifest.canonicalBytes))
    }
    cluster.isolated = []
    try cluster.run(milliseconds: 3_000)
    #expect(late.imports == (begun: 0, abandoned: 0, finished: 0))
    #expect(!late.left.isEmpty)
    #expect(late.breach == nil)
  }

  @Test func `loses nothing but attempts to peers that stall in the middle`() throws {
    tamper { message, _ in
      if case .snapshot(let part) = message, case .chunk = part.request { nil } else { message }
    }
    cluster.isolated = []
    try cluster.run(milliseconds: 12_000)
    #expect(late.imports.begun >= 1)
    #expect(late.imports.finished == 0)
    // Blocks came meanwhile.
    #expect(late.baseHeight == 0)
    checkArrival()
  }

  @Test func `is told nothing it did not ask for`() throws {
    let peer = cluster.nodes[0].address
    let part = SnapshotPart(answering: .manifest, bytes: [1, 2, 3])
    let checks = late.checks.count
    try cluster.tell(.heard(.snapshot(part), sizeBytes: 3, from: peer), to: 3)
    try cluster.tell(.heard(.epochEnds([]), sizeBytes: 5, from: peer), to: 3)
    #expect(late.checks.count == checks)
    #expect(late.imports.begun == 0)
  }
}
