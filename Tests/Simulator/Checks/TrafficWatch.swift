/// That no honest node sends without bound, whatever its peers do.
struct TrafficWatch {
  /// Of one second, for each peer, and for each block that becomes final in it: a node that needs
  /// nobody else makes hundreds.
  private static let messagesPerPeerMax = 1_000
  private static let messagesPerBlockMax = 8

  private let peers: Int
  private var second: [UInt64]
  private var counts: [Int]
  private var blocks: [Int]
  private(set) var mostMessages = 0

  init(nodes: Int) {
    peers = max(1, nodes - 1)
    second = [UInt64](repeating: 0, count: nodes)
    counts = [Int](repeating: 0, count: nodes)
    blocks = [Int](repeating: 0, count: nodes)
  }

  mutating func finalized(_ count: Int, by node: Int) { blocks[node] += count }

  mutating func sent(_ sizeBytes: Int, by node: Int, at time: UInt64) -> [String] {
    if second[node] != time / 1_000 {
      second[node] = time / 1_000
      counts[node] = 0
      blocks[node] = 0
    }
    counts[node] += 1
    mostMessages = max(mostMessages, counts[node] / peers)
    let limit = Self.messagesPerPeerMax + Self.messagesPerBlockMax * blocks[node]
    guard counts[node] > limit * peers else { return [] }
    return ["node \(node) sends more than \(limit) messages a second to a peer"]
  }
}
