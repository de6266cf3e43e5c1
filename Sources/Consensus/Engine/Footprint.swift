import Chain
import Codec

/// How much an engine remembers, for whoever watches that it stays bounded.
package struct Footprint: Hashable, Sendable {
  package var views = 0
  package var votes = 0
  package var certificates = 0
  package var blocks = 0
  package var roots = 0
  package var inquiries = 0
}

extension Engine {
  package var footprint: Footprint {
    var footprint = Footprint()
    var view = window.first
    while view <= window.last {
      footprint.views += 1
      footprint.votes += window[view].voteCount
      footprint.certificates += window[view].certificateCount
      view = view.next
    }
    footprint.blocks = blocks.count
    footprint.roots = roots.count + expectedRoots.count
    footprint.inquiries = inquiries.count
    return footprint
  }
}
