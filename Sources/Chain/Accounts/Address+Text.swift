import Codec
import Cryptography

extension Address {
  /// The prefixes under which an address is written in bech32, by what it stands for.
  package enum Prefix: String, CaseIterable, Sendable {
    case account = "st"
    case validator = "stvaloper"
    case trafficNode = "stsds"
  }

  /// The form with a readable prefix.
  package func bech32(_ prefix: Prefix = .account) -> String {
    Bech32.encode(bytes.storage.span, prefix: prefix.rawValue)
  }

  /// Reads either form: hexadecimal with its letter-case checksum, or bech32 with any of our
  /// prefixes.
  package init(text: String) throws(AddressError) {
    let isHexadecimal = text.utf8.starts(with: [0x30, 0x78])
    self.init(isHexadecimal ? try Self.hexadecimal(text) : try Self.bech32(text))
  }

  private static func hexadecimal(_ text: String) throws(AddressError) -> FixedBytes<20> {
    do throws(EIP55Error) {
      return try EIP55.decode(text)
    } catch {
      throw .hexadecimal(error)
    }
  }

  private static func bech32(_ text: String) throws(AddressError) -> FixedBytes<20> {
    let decoded: (prefix: String, bytes: [UInt8])
    do throws(Bech32Error) {
      decoded = try Bech32.decode(text)
    } catch {
      throw .bech32(error)
    }
    guard Prefix(rawValue: decoded.prefix) != nil else {
      throw .unknownPrefix(decoded.prefix)
    }
    guard let bytes = FixedBytes<20>(decoded.bytes) else {
      throw .wrongLength(bytes: decoded.bytes.count)
    }
    return bytes
  }
}

extension Address: CustomStringConvertible {
  /// The hexadecimal form with its checksum.
  package var description: String { EIP55.encode(bytes) }
}
