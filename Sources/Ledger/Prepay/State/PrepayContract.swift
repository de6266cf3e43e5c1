import Chain
import Codec
import Cryptography

/// Ozone that somebody bought for the traffic of others, at an address of its own.
struct PrepayContract: Hashable {
  /// Which files its ozone pays for.
  enum Scope: Hashable {
    case anything
    case files(of: Address)
    case file(Digest)
  }

  enum Standing: Hashable {
    case open
    /// Vouchers up to this epoch still count.
    case closing(in: Epoch)
    case closed
  }

  let opener: Address
  /// Who consumes without being admitted.
  let beneficiary: Address
  let scope: Scope
  /// How much of one epoch's traffic it pays for at most.
  let capPerEpoch: Noz
  /// The first epoch whose traffic it pays for.
  let opened: Epoch
  /// The last epoch whose traffic it pays for.
  let expiry: Epoch
  var ozone: Noz
  var standing = Standing.open
}

extension PrepayContract.Scope {
  /// As callers write it: zero for anything, an address after 12 zero bytes, or the id of a file.
  ///
  /// No file has an id that begins with 12 zero bytes.
  init(_ word: FixedBytes<32>) {
    if word == .zero {
      self = .anything
    } else if (0..<12).allSatisfy({ word.storage[$0] == 0 }) {
      self = .files(of: Address(FixedBytes(copying: word.storage.span.extracting(12..<32))))
    } else {
      self = .file(Digest(word))
    }
  }

  var word: FixedBytes<32> {
    switch self {
    case .anything: return .zero
    case .file(let id): return id.bytes
    case .files(let owner):
      var word = FixedBytes<32>.zero
      for index in 0..<20 { word[12 + index] = owner.bytes.storage[index] }
      return word
    }
  }
}

extension PrepayContract.Standing: Canonical {
  func encode(into writer: inout ByteWriter) {
    let (code, epoch): (UInt8, Epoch) =
      switch self {
      case .open: (0, .zero)
      case .closing(let epoch): (1, epoch)
      case .closed: (2, .zero)
      }
    writer.write(code)
    writer.write(epoch)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    let epoch = try Epoch(from: &reader, in: bytes)
    switch code {
    case 0: self = .open
    case 1: self = .closing(in: epoch)
    case 2: self = .closed
    default: throw .unknown(type: "standing of a prepay contract", code: UInt64(code))
    }
  }
}

extension PrepayContract: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(opener)
    writer.write(beneficiary)
    writer.write(scope.word.storage.span)
    writer.write(capPerEpoch)
    writer.write(opened)
    writer.write(expiry)
    writer.write(ozone)
    writer.write(standing)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    opener = try Address(from: &reader, in: bytes)
    beneficiary = try Address(from: &reader, in: bytes)
    scope = Scope(try FixedBytes<32>(from: &reader, in: bytes))
    capPerEpoch = try Noz(from: &reader, in: bytes)
    opened = try Epoch(from: &reader, in: bytes)
    expiry = try Epoch(from: &reader, in: bytes)
    ozone = try Noz(from: &reader, in: bytes)
    standing = try Standing(from: &reader, in: bytes)
  }
}
