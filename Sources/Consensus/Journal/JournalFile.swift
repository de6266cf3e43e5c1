import Chain
import Codec
import Cryptography

/// A file of a journal as it was found: its whole frames, and what follows them.
struct JournalFile: Sendable {
  /// What stands behind the last whole frame.
  enum Ending: Hashable, Sendable {
    /// Nothing, or space that was set aside.
    case clean
    /// A write that a crash cut short; nobody has acted on it, and it is cut off.
    case torn
    /// Frames that were whole once: this is no crash, and votes may be lost.
    case damaged
  }

  let opening: JournalOpening
  let frames: [JournalFrame]
  let ending: Ending
  /// How many bytes are kept.
  let sizeBytes: Int

  /// Reads a file, or says that not even its first frame is there.
  init?(reading bytes: Span<UInt8>) {
    guard let identity = Self.identity(in: bytes),
      let first = JournalFrame.find(at: 0, in: bytes, identity: identity),
      case .opening(let opening)? = first.frame.records.first
    else { return nil }
    var frames = [first.frame]
    var end = first.end
    while let next = JournalFrame.find(at: end, in: bytes, identity: identity),
      next.frame.follows(frames[frames.count - 1])
    {
      frames.append(next.frame)
      end = next.end
    }
    self.opening = opening
    self.frames = frames
    sizeBytes = end
    ending = Self.ending(from: end, in: bytes, after: frames[frames.count - 1], identity: identity)
  }

  /// The identity by which the first frame is to be checked, as it says itself.
  private static func identity(in bytes: Span<UInt8>) -> Digest? {
    // The count of records, the kind of the first, and the version of the format are before it.
    var reader = ByteReader(position: JournalFrame.headBytes + 4 + 1 + 1)
    return reader.position <= bytes.count ? try? Digest(from: &reader, in: bytes) : nil
  }

  private static func ending(
    from end: Int, in bytes: Span<UInt8>, after last: JournalFrame, identity: Digest
  ) -> Ending {
    guard let start = (end..<bytes.count).first(where: { bytes[$0] != 0 }) else { return .clean }
    #if PLANTED
      if GateBug.takesDamageForCrash.isPlanted { return .torn }
      if GateBug.takesCrashForDamage.isPlanted { return .damaged }
    #endif
    // A frame begins with its length, so at most three zeros of it are skipped here.
    let rest = max(end, start - 3)..<bytes.count
    return holdsFrame(in: rest, of: bytes, after: last, identity: identity) ? .damaged : .torn
  }

  private static func holdsFrame(
    in range: Range<Int>, of bytes: Span<UInt8>, after last: JournalFrame, identity: Digest
  ) -> Bool {
    range.contains { position in
      JournalFrame.isPlausible(at: position, in: bytes, after: last.sequence)
        && JournalFrame.find(at: position, in: bytes, identity: identity) != nil
    }
  }

  /// Whether there are whole frames in a next file whose beginning is none.
  func isFollowed(in bytes: Span<UInt8>) -> Bool {
    guard let last = frames.last else { return false }
    return Self.holdsFrame(
      in: 0..<bytes.count, of: bytes, after: last, identity: opening.identity)
  }
}

extension JournalFrame {
  /// How many frames a later one can be ahead; only to spare hashing what is no frame.
  private static let stepsMax: UInt64 = 1 << 24

  func follows(_ other: JournalFrame) -> Bool {
    #if PLANTED
      if GateBug.breaksChain.isPlanted { return true }
    #endif
    return sequence == other.sequence + 1 && previousTag == other.tag
  }

  /// Whether a later frame of the same file may begin at a position, before anything is hashed.
  fileprivate static func isPlausible(
    at position: Int, in bytes: Span<UInt8>, after sequence: UInt64
  ) -> Bool {
    guard extent(at: position, in: bytes) != nil else { return false }
    var reader = ByteReader(position: position + 4)
    guard let found = try? reader.readUInt64(in: bytes) else { return false }
    return found > sequence && found - sequence <= stepsMax
  }
}
