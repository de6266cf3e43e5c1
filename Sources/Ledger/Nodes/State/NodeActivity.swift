import Chain
import Codec

/// In which epochs a node was active: at some moment of them.
///
/// Only the epochs that can still be reported are kept, so there are few stretches: two of them are
/// at least an epoch apart.
struct NodeActivity: Hashable {
  struct Stretch: Hashable {
    let first: Epoch
    /// Nothing while it lasts.
    var last: Epoch?
  }

  /// For so many epochs at most the traffic of one can be reported.
  static let reportEpochsMax: UInt64 = 144
  /// One that ended in every other of them, and the current one.
  static let stretchesMax = 74

  /// The oldest first.
  private(set) var stretches: [Stretch] = []

  /// Whether it was active at some moment of an epoch.
  func includes(_ epoch: Epoch) -> Bool {
    stretches.contains { $0.first <= epoch && epoch <= ($0.last ?? epoch) }
  }

  /// Begins a stretch, or goes on with one that ended in this epoch or the one before.
  mutating func begin(in epoch: Epoch) {
    let oldest = Epoch(epoch.units - min(epoch.units, Self.reportEpochsMax))
    stretches.removeAll { $0.last.map { $0 < oldest } ?? false }
    if let last = stretches.last?.last, last.next >= epoch {
      stretches[stretches.count - 1].last = nil
    } else if stretches.last == nil || stretches.last?.last != nil {
      stretches.append(Stretch(first: epoch, last: nil))
    }
  }

  mutating func end(in epoch: Epoch) {
    guard let last = stretches.last, last.last == nil else { return }
    stretches[stretches.count - 1].last = epoch
  }
}

extension NodeActivity: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.writeCount(stretches.count)
    for span in stretches {
      writer.write(span.first)
      // No epoch is as large as what stands for none.
      writer.write(span.last?.units ?? .max)
    }
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    for _ in 0..<(try reader.readCount(atMost: Self.stretchesMax, in: bytes)) {
      let first = try Epoch(from: &reader, in: bytes)
      let last = try reader.read(UInt64.self, in: bytes)
      stretches.append(Stretch(first: first, last: last == .max ? nil : Epoch(last)))
    }
  }
}
