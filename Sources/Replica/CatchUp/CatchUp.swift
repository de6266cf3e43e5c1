import Chain
import Codec
import Consensus
import Cryptography

/// How a node that is behind gets the blocks it lacks.
///
/// What peers claim only decides whom to ask. Several ranges are on their way at one time, from
/// different peers; each counts once its certificate is checked, which takes the set of its epoch.
/// Then its bodies are checked, beside those of the ranges before it, which are taken first.
struct CatchUp: Sendable {
  /// A range that was asked for.
  struct Request: Sendable {
    let heights: ClosedRange<Height>
    let deadline: UInt64
  }

  /// How far a range that came was checked.
  enum Standing: Sendable {
    /// Its epoch has not begun here.
    case waiting
    case checking
    /// A quorum has made it final; its bodies are checked, and by place those are here that were.
    case final(Verified<Certificate>, hashes: [Digest], bodies: [RecoveredBlock?])
  }

  /// A range that waits for its turn.
  struct Fetched: Sendable {
    let range: BlockRange
    let heights: ClosedRange<Height>
    let epoch: Epoch
    let peer: Address
    var standing = Standing.waiting
  }

  /// By peer; each is asked for one range at a time.
  var requests = SortedMap<Address, Request>()
  /// By the first height.
  var fetched = SortedMap<Height, Fetched>()

  /// How many ranges it has in its hands or expects.
  var count: Int { requests.count + fetched.count }

  /// The ranges that hold a block, among those that a quorum has made final, and its place in each.
  func ranges(of hash: Digest) -> [(first: Height, place: Int)] {
    fetched.compactMap { first, fetched in
      guard case .final(_, let hashes, _) = fetched.standing,
        let place = hashes.firstIndex(of: hash)
      else { return nil }
      return (first, place)
    }
  }

  /// The next heights to ask for behind a final one.
  func gap(after final: Height) -> ClosedRange<Height> {
    let asked = requests.map(\.value.heights) + fetched.map(\.value.heights)
    let covers = asked.sorted { $0.lowerBound < $1.lowerBound }
    var start = final.next
    for cover in covers where cover.lowerBound <= start {
      start = max(start, cover.upperBound.next)
    }
    let end = Height(start.units + ReplicaLimits.rangeSpan - 1)
    let next = covers.first { $0.lowerBound > start }?.lowerBound.previous
    return start...min(end, next ?? end)
  }
}
