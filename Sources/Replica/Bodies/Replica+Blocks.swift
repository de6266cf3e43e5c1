import Chain
import Codec
import Consensus
import Cryptography
import Ledger

/// Blocks that come by themselves, and what they are held against.
extension Replica {
  /// Asks a peer for a block; what nobody has asked for is not taken.
  mutating func want(_ hash: Digest, from peer: Address, at now: Moment) {
    if wantedBlocks[hash] == nil, wantedBlocks.count >= ReplicaLimits.openBodiesMax,
      let oldest = wantedBlocks.min(by: { $0.value < $1.value })?.key
    {
      wantedBlocks[oldest] = nil
    }
    wantedBlocks[hash] = now.milliseconds + settings.answerMilliseconds
    effects.append(.send(.blockWanted(hash), to: peer))
  }

  /// Asks for a block that one peer failed to give, if it is still of use.
  mutating func wantElsewhere(_ hash: Digest, than peer: Address, at now: Moment) {
    guard engine.awaits(hash), tree[hash] == nil, orphans[hash] == nil,
      let other = nextPeer(at: now, where: { address, _ in address != peer })
    else { return }
    want(hash, from: other, at: now)
  }

  /// Takes a whole block that was asked for.
  mutating func hear(_ block: Block, from peer: Address, at now: Moment) {
    let hash = block.header.hash
    guard wantedBlocks[hash] != nil, tree[hash] == nil, orphans[hash] == nil,
      block.header.height > tree.root.height
    else { return }
    if let open = openBodies[hash], open.isChecking { return }
    collect(parts(of: block.body), of: block.header, hash, from: peer, at: now)
  }

  /// Takes a block whose transactions are signed.
  mutating func take(_ recovered: RecoveredBlock, at now: Moment) {
    let header = recovered.header
    let hash = recovered.hash
    wantedBlocks[hash] = nil
    guard header.height > tree.root.height, tree[hash] == nil else { return }
    guard let parent = tree.height(of: header.parentHash),
      let rules = tree.rules(on: header.parentHash, in: header.epoch)
    else { return keepOrphan(recovered) }
    guard header.height == parent.next, let block = try? OrderedBlock(recovered, under: rules)
    else { return refuse(header, hash, at: now) }
    tree.insert(block)
    lastOrdered = hash
    tell(.block(header, .valid), at: now)
    adoptOrphans(of: hash, at: now)
  }

  /// Says that a block breaks the rules; when it is final already, there is nothing to do but stop.
  mutating func refuse(_ header: Header, _ hash: Digest, at now: Moment) {
    openBodies[hash] = nil
    if finals.contains(where: { $0.hash == hash }) || !catchUp.ranges(of: hash).isEmpty {
      halt(.invalidBlock(hash))
    }
    tell(.block(header, .invalid), at: now)
  }

  /// Without the blocks before it nothing tells the base fee; a quorum may have told that already.
  private mutating func keepOrphan(_ orphan: RecoveredBlock) {
    if orphans.count >= ReplicaLimits.openBodiesMax,
      let highest = orphans.max(by: { $0.value.header.height < $1.value.header.height })
    {
      orphans[highest.key] = nil
    }
    orphans[orphan.hash] = orphan
  }

  /// Lets the engine know of orphans that a quorum stands behind, whichever came first, the block
  /// or the quorum's word; from there on it asks for what is before them.
  mutating func vouchForOrphans(at now: Moment) {
    var isNew = !orphans.isEmpty
    while isNew {
      isNew = false
      for (hash, orphan) in orphans where engine.awaits(hash) && engine.trusts(hash) {
        tell(.block(orphan.header, .valid), at: now)
        isNew = true
      }
    }
  }

  mutating func adoptOrphans(of parent: Digest, at now: Moment) {
    #if PLANTED
      if ReplicaBug.adoptsNoOrphans.isPlanted { return }
    #endif
    for (hash, orphan) in orphans where orphan.header.parentHash == parent {
      orphans[hash] = nil
      take(orphan, at: now)
    }
  }
}
