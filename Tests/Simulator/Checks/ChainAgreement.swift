import Chain
import Consensus
import Cryptography

/// That all honest nodes have one chain: the same blocks, roots and epochs.
struct ChainAgreement {
  private var blocks: [Height: Digest] = [:]
  private var roots: [Height: Digest] = [:]
  private var anchors: [Epoch: Digest] = [:]
  private(set) var highest = Height(0)

  init(genesis: Header) {
    blocks[Height(0)] = genesis.hash
  }

  mutating func finalized(_ finality: Finality, by node: Int, plan: EpochPlan) -> [String] {
    var complaints: [String] = []
    for header in finality.blocks {
      let hash = header.hash
      if let other = blocks[header.height], other != hash {
        complaints.append(
          "node \(node) has \(hash.short) final at height \(header.height), where others have "
            + other.short)
      }
      blocks[header.height] = hash
      highest = max(highest, header.height)
      guard let previous = header.height.previous else { continue }
      if blocks[previous] != header.parentHash {
        complaints.append("the final block at height \(header.height) has another parent")
      }
    }
    if let last = finality.blocks.last {
      if finality.isClosing != plan.isClosing(last) {
        complaints.append(
          "node \(node) takes height \(last.height) wrongly for the end of an epoch")
      }
      if finality.blocks.dropLast().contains(where: plan.isClosing) {
        complaints.append("a closing block was extended below height \(last.height)")
      }
    }
    return complaints
  }

  mutating func executed(_ height: Height, root: Digest, by node: Int) -> [String] {
    if let other = roots[height], other != root {
      return ["node \(node) has another state after height \(height)"]
    }
    roots[height] = root
    return []
  }

  mutating func began(_ plan: EpochPlan, by node: Int) -> [String] {
    if let other = anchors[plan.epoch], other != plan.anchorHash {
      return ["node \(node) begins epoch \(plan.epoch) behind another block"]
    }
    anchors[plan.epoch] = plan.anchorHash
    return blocks[plan.anchor.height] == plan.anchorHash
      ? [] : ["node \(node) begins epoch \(plan.epoch) behind a block that is not final"]
  }
}
