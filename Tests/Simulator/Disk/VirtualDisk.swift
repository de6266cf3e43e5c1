import TestSupport

/// Files that lose what was not synced when their machine crashes.
struct VirtualDisk {
  /// What becomes of bytes that were written and not synced.
  enum Crash: CaseIterable {
    case kept
    case lost
    /// Some of the first ones are there.
    case torn
    /// All are there, and one bit is wrong.
    case flipped
  }

  private struct Pending {
    let file: String
    let offset: Int
    let bytes: [UInt8]
  }

  private var files: [String: [UInt8]] = [:]
  private var pending: [Pending] = []

  var names: [String] { files.keys.sorted() }

  func contents(of file: String) -> [UInt8] { files[file] ?? [] }

  mutating func write(_ bytes: [UInt8], to file: String, at offset: Int) {
    pending.append(Pending(file: file, offset: offset, bytes: bytes))
  }

  /// Makes everything durable that was written so far.
  mutating func sync() {
    for write in pending { apply(write) }
    pending = []
  }

  mutating func truncate(_ file: String, to count: Int) {
    guard count > 0 else {
      files[file] = nil
      return
    }
    files[file] = Array(contents(of: file).prefix(count))
  }

  mutating func remove(_ file: String) { files[file] = nil }

  /// The machine stops: what was not synced is kept, lost, torn or damaged, each write on its own.
  mutating func crash(_ random: inout SplitMix64) {
    for write in pending {
      var bytes = write.bytes
      switch Crash.allCases[random.number(in: 0...3)] {
      case .kept: break
      case .lost: continue
      case .torn: bytes = Array(bytes.prefix(random.number(in: 0...bytes.count)))
      case .flipped:
        guard !bytes.isEmpty else { continue }
        let place = random.number(in: 0...(bytes.count - 1))
        bytes[place] ^= 1 << UInt8(random.number(in: 0...7))
      }
      apply(Pending(file: write.file, offset: write.offset, bytes: bytes))
    }
    pending = []
  }

  private mutating func apply(_ write: Pending) {
    var bytes = files[write.file] ?? []
    let end = write.offset + write.bytes.count
    if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
    bytes.replaceSubrange(write.offset..<end, with: write.bytes)
    files[write.file] = bytes
  }
}
