import Chain
import Codec
import Cryptography

/// What a node's database holds: whole commits and nothing else, whatever happens.
struct CommittedChain {
  /// What its blocks stand on: genesis, or the closing block of a snapshot.
  let base: Header
  private(set) var blocks: [Block] = []
  /// Of each commit's last block.
  private(set) var certificates = SortedMap<Height, Certificate>()
  /// After nameable blocks, and after the last one.
  private(set) var roots = SortedMap<Height, Digest>()
  /// Which journal belongs to it, and how far that was synced.
  var mark: JournalMark?
  /// The root after the last block.
  private(set) var root: Digest

  init(behind base: Header, root: Digest) {
    self.base = base
    self.root = root
    roots[base.height] = root
  }

  var tip: Header { blocks.last?.header ?? base }

  /// The block at a height, if it is here and not only its header.
  func block(at height: Height) -> Block? {
    height > base.height && height <= tip.height
      ? blocks[Int(height.units - base.height.units) - 1] : nil
  }

  func header(at height: Height) -> Header? {
    height == base.height ? base : block(at: height)?.header
  }

  mutating func append(_ block: Block, root: Digest, isNameable: Bool) {
    precondition(block.header.height == tip.height.next, "blocks are committed in their order")
    blocks.append(block)
    self.root = root
    if isNameable { roots[block.header.height] = root }
  }

  mutating func certify(_ height: Height, by certificate: Certificate) {
    certificates[height] = certificate
  }
}
