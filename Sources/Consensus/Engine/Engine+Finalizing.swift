import Chain
import Codec
import Cryptography

/// R7: what a quorum has finalized, and that this node has all of it.
extension Engine {
  mutating func finalize(_ certificate: Certificate, at now: Moment) {
    let statement = certificate.statement
    guard let block = statement.finalizedBlock else { return }
    let last = floor.view
    floor = Floor(view: statement.view, block: block, certificate: certificate)
    standstillAt = now.milliseconds + settings.standstillMilliseconds
    undecided.removeAll { $0 <= statement.view }
    leave(statement.view, by: certificate, at: now)
    forget(from: last.next)
    closingIsCertified = closingIsCertified && hasCertifiedClosing
  }

  /// Drops what a final view makes useless.
  mutating func forget(from last: View) {
    var view = max(last, window.first)
    while view <= floor.view {
      window[view].forgetCertificates()
      view = view.next
    }
    #if PLANTED
      if EngineBug.forgetsNothing.isPlanted { return }
    #endif
    if let first = View.ago(EngineLimits.viewsKept, from: floor.view) {
      window.drop(before: first)
    }
  }

  private var hasCertifiedClosing: Bool {
    var view = floor.view.next
    while view <= window.last {
      if window[view].certification == .certified, let candidate = window[view].notarized,
        let header = blocks[candidate.block]?.header, plan.isClosing(header)
      {
        return true
      }
      view = view.next
    }
    return false
  }

  /// Follows the chain down from the highest final block to the last whose bodies are all here.
  mutating func climb(needs: inout [(need: Need, from: Int?)]) {
    guard isSyncing else { return }
    var hash = floor.block
    while hash != lastFinalHash {
      if let ascent, ascent.top == hash, ascent.missing != hash {
        // What was followed before need not be followed again.
        hash = ascent.missing
        continue
      }
      guard let block = blocks[hash], let verdict = block.verdict else {
        ascent = Ascent(top: floor.block, missing: hash)
        #if PLANTED
          if EngineBug.climbsNothing.isPlanted { return }
        #endif
        needs.append((.block(hash), nil))
        return
      }
      guard verdict == .valid else { return halt(.invalidBlock(hash)) }
      guard block.header.height > lastFinal.height else { return halt(.otherChain(lastFinalHash)) }
      hash = block.header.parentHash
    }
    ascent = nil
    advance()
  }

  /// The blocks from the last final one, exclusive, to the floor, in the order of their heights.
  private var newlyFinal: [Header] {
    var chain: [Header] = []
    var hash = floor.block
    #if PLANTED
      if EngineBug.finalizesWithoutAncestors.isPlanted {
        return [blocks[hash]?.header].compactMap { $0 }
      }
    #endif
    while hash != lastFinalHash, let header = blocks[hash]?.header {
      chain.append(header)
      hash = header.parentHash
    }
    return chain.reversed()
  }

  private mutating func advance() {
    let chain = newlyFinal
    guard let last = chain.last, let certificate = floor.certificate else { return }
    for header in chain {
      guard hasExpectedRoot(header) else { return }
    }
    lastFinal = last
    lastFinalHash = floor.block
    let isClosing = plan.isClosing(last)
    effects.append(
      .finalized(Finality(blocks: chain, certificate: certificate, isClosing: isClosing)))
    #if PLANTED
      if EngineBug.neverCloses.isPlanted { return forgetBlocks() }
    #endif
    if isClosing { return close() }
    forgetBlocks()
  }

  /// Holds the state a final header names against this node's own; false when they differ.
  mutating func hasExpectedRoot(_ header: Header) -> Bool {
    let height = header.executedHeight
    let named = NamedRoot(root: header.executedStateRoot, block: header.hash)
    guard let root = roots[height] else {
      expectedRoots[height] = expectedRoots[height] ?? named
      return true
    }
    guard root == named.root else {
      halt(
        .otherState(
          Divergence(height: height, ownRoot: root, finalRoot: named.root, block: named.block)))
      return false
    }
    return true
  }

  /// Drops blocks that can no longer become final, and roots that no header can name any more.
  private mutating func forgetBlocks() {
    #if PLANTED
      if EngineBug.forgetsNothing.isPlanted { return }
    #endif
    var kept = SortedMap<Digest, KnownBlock>()
    for (hash, block) in blocks where hash == lastFinalHash || block.header.view > floor.view {
      kept[hash] = block
    }
    blocks = kept
    var named = SortedMap<Height, Digest>()
    for (height, root) in roots where height >= lastFinal.executedHeight { named[height] = root }
    roots = named
  }

  /// Ends the epoch: from here on only its last certificate matters.
  mutating func close() {
    stage = .closed
    window = ViewWindow(from: floor.view.next)
    window.extend(through: current.next)
    blocks = SortedMap()
    undecided = []
    inquiries = []
    roots = SortedMap()
    expectedRoots = SortedMap()
  }

  mutating func halt(_ breach: Breach) {
    stage = .halted
    effects.append(.halt(breach))
  }
}
