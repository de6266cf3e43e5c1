import Chain
import Codec
import Consensus
import Cryptography

/// How a node that is behind gets the blocks it lacks.
///
/// What peers claim only decides whom to ask. Several ranges are on their way at one time, from
/// different peers; each counts once its certificate is checked, which takes the set of its epoch,
/// and is taken when the one before it was.
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
    case verified(Verified<Certificate>)
  }

  /// A range that waits for its turn.
  struct Fetched: Sendable {
    let range: BlockRange
    let heights: ClosedRange<Height>
    let epoch: Epoch
    let peer: Address
    var standing = Standing.waiting
  }

  /// The range behind the last final block, under a checked certificate, while its bodies are
  /// checked.
  struct Active: Sendable {
    let headers: [Header]
    let hashes: [Digest]
    let certificate: Verified<Certificate>
    let peer: Address
    /// By place, those that were checked.
    var bodies: [[Recovered<Transaction>]?]
  }

  /// By peer; each is asked for one range at a time.
  var requests = SortedMap<Address, Request>()
  /// By the first height.
  var fetched = SortedMap<Height, Fetched>()
  var active: Active?

  /// How many ranges it has in its hands or expects.
  var count: Int { requests.count + fetched.count + (active == nil ? 0 : 1) }

  /// The next heights to ask for behind a final one.
  func gap(after final: Height) -> ClosedRange<Height> {
    var covers = requests.map(\.value.heights) + fetched.map(\.value.heights)
    if let headers = active?.headers, let first = headers.first, let last = headers.last {
      covers.append(first.height...last.height)
    }
    covers.sort { $0.lowerBound < $1.lowerBound }
    var start = final.next
    for cover in covers where cover.lowerBound <= start {
      start = max(start, cover.upperBound.next)
    }
    let end = Height(start.units + ReplicaLimits.rangeSpan - 1)
    let next = covers.first { $0.lowerBound > start }?.lowerBound.previous
    return start...min(end, next ?? end)
  }
}
