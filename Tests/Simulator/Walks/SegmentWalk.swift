import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// Segments that are written, crash, are read and used again, in any order: no body that is synced
/// and still needed may be missing.
struct SegmentWalk {
  private var random: SplitMix64
  private var disk = VirtualDisk()
  private var layout: SegmentLayout
  private let identity: Digest
  /// What has to be there.
  private var needed: [Block] = []
  /// Everything that was ever written.
  private var written: Set<Digest> = []
  private var height: UInt64 = 0
  private var committed: UInt64 = 0
  /// The heights of what was written, whole or in part, and can still become final.
  private var open: [UInt64] = []
  /// The most there ever were of these at a time.
  private var openMax = 0
  private(set) var complaints: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x5E6)
    identity = random.digest()
    layout = SegmentLayout(identity: identity)
  }

  mutating func run(steps: Int) {
    for _ in 0..<steps where complaints.isEmpty {
      switch random.number(in: 0...9) {
      case 0...5: append()
      case 6, 7:
        committed = min(height, committed + UInt64(random.number(in: 0...3)))
        needed.removeAll { $0.header.height.units <= committed }
      default: restart()
      }
    }
  }

  private mutating func append() {
    if !random.happens(oneIn: 4) { height += 1 }
    guard height > 0, let body = try? Body([random.bytes(count: 1...60)]) else { return }
    let header = Header(
      chainID: ChainID(1), epoch: Epoch(1), height: Height(height), view: View(height),
      parentView: View(0), parentHash: random.digest(), time: Timestamp(height),
      proposer: Address(.zero), transactionsRoot: body.root, transactionCount: 1,
      executedHeight: Height(0), executedStateRoot: .zero, validatorSetHash: .zero,
      nextValidatorSetHash: .zero)
    guard let block = try? Block(header: header, body: body) else { return }
    written.insert(header.hash)
    open = open.filter { $0 > committed } + [height]
    openMax = max(openMax, open.count)
    for write in layout.append(block, committed: Height(committed)) {
      disk.write(write.bytes, to: Home.name(ofSegment: write.segment), at: write.offset)
    }
    if random.happens(oneIn: 5) {
      disk.crash(&random)
      restart()
    } else {
      disk.sync()
      if header.height.units > committed { needed.append(block) }
    }
  }

  private mutating func restart() {
    let home = Home(
      disk: disk, database: CommittedChain(behind: Self.anyHeader, root: .zero))
    var found: [Block] = []
    layout = SegmentLayout(identity: identity, reading: home.segments, blocks: &found)
    if let missing = needed.first(where: { !found.contains($0) }) {
      complaints.append(
        "segments: the body at height \(missing.header.height) is gone with \(committed) committed"
      )
    }
    if found.contains(where: { !written.contains($0.header.hash) }) {
      complaints.append("segments: there is a block that nobody wrote")
    }
    // One for each block that was open, if a crash came after each, and one to be filled.
    if layout.segmentCount > openMax + 1 {
      complaints.append("segments: \(layout.segmentCount) of them for \(openMax) blocks at most")
    }
  }

  private static let anyHeader = Header(
    chainID: ChainID(1), epoch: Epoch(0), height: Height(0), view: View(0), parentView: View(0),
    parentHash: .zero, time: Timestamp(0), proposer: Address(.zero), transactionsRoot: .zero,
    transactionCount: 0, executedHeight: Height(0), executedStateRoot: .zero,
    validatorSetHash: .zero, nextValidatorSetHash: .zero)
}
