package import Chain
import Codec
package import Cryptography
package import State

/// A value of fixed size that keys of tables are made of.
///
/// Numbers stand with the most significant byte first, unlike anywhere else, so that the order of
/// keys is the order of the numbers.
package protocol TableKey {
  static var keySizeBytes: Int { get }

  func append(to key: inout StateKey)

  init(key bytes: Span<UInt8>)
}

extension TableKey where Self: FixedWidthInteger & UnsignedInteger {
  package static var keySizeBytes: Int { bitWidth / 8 }

  package func append(to key: inout StateKey) {
    for shift in stride(from: bitWidth - 8, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: self &>> Self(truncatingIfNeeded: shift)))
    }
  }

  package init(key bytes: Span<UInt8>) {
    self = bytes.indices.reduce(0) { $0 << 8 | Self(bytes[$1]) }
  }
}

extension UInt16: TableKey {}
extension UInt32: TableKey {}
extension UInt64: TableKey {}

extension Address: TableKey {
  package static var keySizeBytes: Int { 20 }

  package func append(to key: inout StateKey) {
    key.append(bytes.storage.span)
  }

  package init(key bytes: Span<UInt8>) {
    self.init(FixedBytes(copying: bytes))
  }
}

extension Digest: TableKey {
  package static var keySizeBytes: Int { 32 }

  package func append(to key: inout StateKey) {
    key.append(bytes.storage.span)
  }

  package init(key bytes: Span<UInt8>) {
    self.init(FixedBytes(copying: bytes))
  }
}
