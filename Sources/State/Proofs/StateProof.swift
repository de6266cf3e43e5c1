package import Codec
package import Cryptography

/// That a key has a certain value in a state, or none: the key's bucket and the way to it.
package struct StateProof: Hashable, Sendable {
  /// The branches from the root down.
  package let steps: [ProofStep]
  /// The bucket's entries as they are hashed; none where the state is empty.
  package let bucket: [UInt8]
  /// The value where the bucket has only its hash, else nothing.
  package let value: [UInt8]

  package init(steps: [ProofStep], bucket: [UInt8], value: [UInt8]) {
    self.steps = steps
    self.bucket = bucket
    self.value = value
  }

  /// The value that a key has in the state of this root, or nothing if it has none there.
  package func value(
    of key: StateKey, under root: Digest
  ) throws(StateProofError) -> [UInt8]? {
    guard try provenRoot(of: key) == root else { throw .otherRoot }
    guard let entry = try entry(of: key) else {
      guard value.isEmpty else { throw .malformed("a key without an entry has no value") }
      return nil
    }
    switch entry {
    case .value(let inline):
      guard value.isEmpty else { throw .malformed("a value in the bucket is not given again") }
      return inline
    case .hash(let digest, let size):
      guard value.count == size, Keccak256.hash(value.span) == digest else { throw .otherValue }
      return value
    }
  }

  /// The root of a state in which the bucket is where the key belongs.
  private func provenRoot(of key: StateKey) throws(StateProofError) -> Digest {
    guard !bucket.isEmpty else {
      guard steps.isEmpty else { throw .malformed("only a state without entries has no bucket") }
      return StateHash.empty
    }
    var digest = StateHash.bucket(bucket.span)
    var below = Int.max
    for step in steps.reversed() {
      guard step.bit < below else { throw .malformed("branches stand in the order of their bits") }
      guard Int(step.bit) < StateLimits.depthMax else {
        throw .malformed("no branch is behind the end of the longest key")
      }
      digest =
        key.bit(Int(step.bit))
        ? StateHash.branch(bit: step.bit, left: step.sibling, right: digest)
        : StateHash.branch(bit: step.bit, left: digest, right: step.sibling)
      below = Int(step.bit)
    }
    return digest
  }

  /// What a bucket holds for a key.
  private enum Content {
    case value([UInt8])
    case hash(Digest, size: Int)
  }

  /// Looks the key up among the bucket's entries, all of which have to be well-formed.
  private func entry(of key: StateKey) throws(StateProofError) -> Content? {
    do throws(ByteError) {
      var reader = ByteReader()
      var found: Content?
      while reader.remaining(in: bucket.span) > 0 {
        let keySize = Int(try reader.read(UInt8.self, in: bucket.span))
        guard keySize <= StateKey.sizeBytesMax else {
          throw .tooLong(count: keySize, limit: StateKey.sizeBytesMax)
        }
        let keyRange = try reader.take(keySize, in: bucket.span)
        let size = try reader.readCount(
          atMost: StateLimits.valueSizeBytesMax, in: bucket.span)
        let isInline = size <= StateLimits.inlineValueSizeBytesMax
        let content = try reader.take(isInline ? size : 32, in: bucket.span)
        guard StateKey(copying: bucket.span.extracting(keyRange)) == key else { continue }
        let bytes = bucket.span.extracting(content)
        found =
          isInline
          ? .value([UInt8](copying: bytes)) : .hash(Digest(FixedBytes(copying: bytes)), size: size)
      }
      return found
    } catch {
      throw .badBucket(error)
    }
  }
}

extension StateProof: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeList(steps)
    writer.writeBytes(bucket.span)
    writer.writeBytes(value.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    steps = try reader.readList(atMost: StateLimits.depthMax, in: bytes)
    bucket = try reader.readArray(atMost: StateLimits.bucketSizeBytesMax, in: bytes)
    value = try reader.readArray(atMost: StateLimits.valueSizeBytesMax, in: bytes)
  }
}
