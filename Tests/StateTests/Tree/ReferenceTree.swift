import Codec
import Cryptography
import State

/// The state tree as its definition reads, computed from a set of entries and nothing else.
enum ReferenceTree {
  static func root(of entries: [StateEntry]) -> Digest {
    hash(entries.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }[...])
  }

  private static func hash(_ entries: ArraySlice<StateEntry>) -> Digest {
    guard let first = entries.first, let last = entries.last else { return .zero }
    guard entries.count > 16 else {
      return digest([0x02] + entries.flatMap(bytes))
    }
    // The keys are sorted, so all differ where the outermost two do, or behind that.
    let bit = (0..<8 * 65).first { first.key.bit($0) != last.key.bit($0) } ?? 0
    let middle = entries.firstIndex { $0.key.bit(bit) } ?? entries.endIndex
    let number = [UInt8(bit & 0xFF), UInt8(bit >> 8)]
    let left = hash(entries[..<middle]).bytes.array
    let right = hash(entries[middle...]).bytes.array
    return digest([0x03] + number + left + right)
  }

  private static func digest(_ bytes: [UInt8]) -> Digest { Keccak256.hash(bytes.span) }

  private static func bytes(of entry: StateEntry) -> [UInt8] {
    let size = UInt32(entry.value.count)
    let shown =
      entry.value.count <= 32 ? entry.value : digest(entry.value).bytes.array
    return [UInt8(entry.key.count)] + entry.key.bytes
      + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: size >> $0) } + shown
  }
}
