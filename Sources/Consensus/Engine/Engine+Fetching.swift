import Chain
import Codec
import Cryptography

/// What is missing, and asking for it until it comes.
extension Engine {
  /// The part of some views to ask for when one of them is missing: it stays the same while the
  /// answer comes in, piece by piece.
  func span(around missing: View, in views: ClosedRange<View>) -> Need {
    let size = EngineLimits.viewsPerAnswerMax
    let start = missing.units / size * size
    return .certificates(
      max(views.lowerBound, View(start))...min(views.upperBound, View(start + size - 1)))
  }

  /// Asks for what is newly missing, and stops asking for what is not.
  mutating func inquire(_ needs: [(need: Need, from: Int?)], at now: Moment) {
    #if PLANTED
      if EngineBug.asksNothing.isPlanted { return }
    #endif
    var open: [Inquiry] = []
    for (need, holder) in needs where open.count < EngineLimits.inquiriesMax {
      guard !open.contains(where: { $0.need == need }) else { continue }
      if let inquiry = inquiries.first(where: { $0.need == need }) {
        open.append(inquiry)
      } else {
        open.append(Inquiry(need: need, backoff: Backoff(at: now.milliseconds, settings)))
        effects.append(.request(need, from: holder))
      }
    }
    inquiries = open
  }

  mutating func askAgain(at now: Moment) {
    #if PLANTED
      if EngineBug.asksOnce.isPlanted { return }
    #endif
    for place in inquiries.indices where now.milliseconds >= inquiries[place].backoff.nextAt {
      inquiries[place].backoff.postpone(at: now.milliseconds, settings)
      effects.append(.request(inquiries[place].need, from: nil))
    }
  }

  /// Takes a block that is at hand, if anything needs it.
  mutating func take(_ header: Header, _ verdict: BodyVerdict, at now: Moment) {
    let hash = header.hash
    if let known = blocks[hash] {
      // What was judged once stays so.
      guard known.verdict == nil else { return }
      blocks[hash] = KnownBlock(
        header: header, verdict: verdict, receivedAt: known.receivedAt)
    } else if isAwaited(hash) {
      blocks[hash] = KnownBlock(header: header, verdict: verdict, receivedAt: now.milliseconds)
    }
  }

  /// Whether a checked statement names a block, directly or through a final chain.
  func isAwaited(_ block: Digest) -> Bool {
    if block == ascent?.missing || block == floor.block { return true }
    var view = floor.view.next
    while view <= window.last {
      if window[view].notarized?.block == block { return true }
      if case .holds(let candidate) = window[view].slot, candidate.block == block { return true }
      view = view.next
    }
    return false
  }
}
