import Chain
import Codec
package import Cryptography

/// Going on from blocks that became final without this node.
extension Engine {
  /// Whether a quorum stands behind a block, so that its body needs no judgement of this node's.
  package func trusts(_ block: Digest) -> Bool {
    if block == floor.block || block == ascent?.missing { return true }
    var view = floor.view.next
    while view <= window.last {
      if window[view].notarized?.block == block { return true }
      view = view.next
    }
    return false
  }

  /// Takes a part of the final chain that begins where this node's ends.
  mutating func take(
    _ headers: [Header], under certificate: Verified<Certificate>, at now: Moment
  ) {
    guard certificate.authority.epoch == plan.epoch, let last = headers.last,
      headers.first?.parentHash == lastFinalHash,
      let hash = certificate.message.statement.finalizedBlock, hash == last.hash
    else { return }
    if certificate.message.statement.view > floor.view {
      finalize(certificate.message, at: now)
    }
    for header in headers {
      guard hasExpectedRoot(header) else { return }
    }
    lastFinal = last
    lastFinalHash = hash
    ascent = nil
    blocks[hash] = KnownBlock(header: last, verdict: .valid, receivedAt: now.milliseconds)
    let isClosing = plan.isClosing(last)
    effects.append(
      .finalized(
        Finality(blocks: headers, certificate: certificate.message, isClosing: isClosing)))
    if isClosing { close() }
  }
}
