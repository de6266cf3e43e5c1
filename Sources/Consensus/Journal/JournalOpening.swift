package import Chain
package import Codec
package import Cryptography

/// What every file of a journal begins with: enough to stand without the files before it.
package struct JournalOpening: Hashable, Sendable {
  /// The version of the format, with which every file begins.
  package static let version: UInt8 = 1

  /// What tells this journal from every other, drawn when it was made.
  package let identity: Digest
  /// The consensus key whose votes it holds.
  package let key: PublicKey
  /// None until a node has opened the journal for the first time.
  package let network: Network?
  /// The epoch whose votes the file holds; 0 in the file that is made with the key.
  package let epoch: Epoch
  package let standing: Standing

  package init(
    identity: Digest, key: PublicKey, network: Network?, epoch: Epoch, standing: Standing
  ) {
    self.identity = identity
    self.key = key
    self.network = network
    self.epoch = epoch
    self.standing = standing
  }
}

extension JournalOpening: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(Self.version)
    writer.write(identity)
    writer.write(key)
    writer.write(network == nil ? 0 : 1 as UInt8)
    if let network { writer.write(network) }
    writer.write(epoch)
    writer.write(standing)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let version = try reader.read(UInt8.self, in: bytes)
    guard version == Self.version else {
      throw .unknown(type: "journal version", code: UInt64(version))
    }
    identity = try Digest(from: &reader, in: bytes)
    key = try PublicKey(from: &reader, in: bytes)
    let isBound = try reader.read(UInt8.self, in: bytes)
    guard isBound < 2 else { throw .unknown(type: "truth value", code: UInt64(isBound)) }
    network = isBound == 1 ? try Network(from: &reader, in: bytes) : nil
    epoch = try Epoch(from: &reader, in: bytes)
    standing = try Standing(from: &reader, in: bytes)
  }
}
