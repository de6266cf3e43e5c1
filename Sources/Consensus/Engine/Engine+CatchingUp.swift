package import Chain
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

  /// Whether the body of a block is of use: a checked statement names it, and nobody has judged it.
  package func awaits(_ block: Digest) -> Bool {
    blocks[block]?.verdict == nil && isAwaited(block)
  }

  /// Whether a quorum has said that no block of a view above the floor need become final.
  package func isNullified(_ view: View) -> Bool {
    window.contains(view) && window[view].isNullified
  }

  /// The certified block of the highest view, on which the next one will be built.
  package var newestCertified: Digest {
    var view = window.last
    while view > floor.view {
      if window[view].certification == .certified, let candidate = window[view].notarized {
        return candidate.block
      }
      view = View(view.units - 1)
    }
    return floor.block
  }

  /// The highest certificates there are over blocks, each with the header of its block.
  package var highestCertificates: [(certificate: Certificate, header: Header)] {
    var highest: [(certificate: Certificate, header: Header)] = []
    if let certificate = floor.certificate, let header = blocks[floor.block]?.header {
      highest.append((certificate, header))
    }
    var view = window.last
    while view > floor.view {
      if let certificate = window[view].certificate(.notarize),
        let block = certificate.statement.candidate?.block, let header = blocks[block]?.header
      {
        highest.append((certificate, header))
        break
      }
      view = View(view.units - 1)
    }
    return highest
  }

  /// The newest votes of a member above the floor that this node knows of.
  package func votes(of member: Int) -> [Vote] {
    var votes: [Vote] = []
    var view = window.last
    while view > floor.view, votes.count < ProtocolLimits.highestVotesMax {
      votes += VoteKind.allCases.compactMap { window[view].vote($0, of: member) }
      view = View(view.units - 1)
    }
    return Array(votes.prefix(ProtocolLimits.highestVotesMax))
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
