package import Chain
package import Codec
package import Cryptography

/// The roots of states that a header may still name, by height.
///
/// A node that starts again has to know them: without the root of a height it can neither vote for
/// a block that names it nor name it, and whoever voted already waits for it in vain.
package struct NameableRoots: Sendable {
  /// More than the heights between a block and the state its header names.
  static let countMax = 64

  package private(set) var roots = SortedMap<Height, Digest>()

  package init() {}

  /// Adds the state after a block, and forgets those that no later header can name.
  package mutating func add(_ root: Digest, after header: Header) {
    roots[header.height] = root
    while let lowest = roots.first?.key,
      lowest < header.executedHeight || roots.count > Self.countMax
    {
      roots[lowest] = nil
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
    for _ in 0..<count {
      let height = try Height(from: &reader, in: bytes)
      guard roots.last.map({ $0.key < height }) ?? true else {
        throw .forbidden("the heights of states ascend")
      }
      roots[height] = try Digest(from: &reader, in: bytes)
    }
  }
}
