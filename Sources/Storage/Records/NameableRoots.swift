package import Chain
package import Codec
package import Cryptography

/// The roots of committed states that a header behind the last committed block may still name.
package struct NameableRoots: Sendable {
  /// A node whose execution lags further than this asks its peers for what it lacks.
  private static let countMax = 1_024

  /// By height, ascending.
  package private(set) var roots = SortedMap<Height, Digest>()

  package init() {}

  /// Takes in a root, and forgets those below the height that the newest header names.
  package mutating func add(_ root: Digest, at height: Height, namedSoFar named: Height) {
    roots[height] = root
    while let first = roots.first?.key, first < named || roots.count > Self.countMax {
      roots[first] = nil
    }
  }
}

extension NameableRoots: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeCount(roots.count)
    for (height, root) in roots {
      writer.write(height)
      writer.write(root)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let count = try reader.readCount(atMost: Self.countMax, in: bytes)
    var last: Height?
    for _ in 0..<count {
      let height = try Height(from: &reader, in: bytes)
      guard last.map({ $0 < height }) ?? true else { throw .forbidden("the heights ascend") }
      roots[height] = try Digest(from: &reader, in: bytes)
      last = height
    }
  }
}
