package import Chain
import Codec
package import Cryptography

/// How a client names a block.
package enum BlockReference: Sendable, Equatable {
  /// What is final is the latest here, so `latest`, `safe` and `finalized` are one block.
  case latest
  /// The latest, and with it whatever waits for a block.
  case pending
  case height(UInt64)
  case hash(Digest)
}

extension RPCForm {
  static let block = RPCForm(
    "block", "a height, latest, pending, safe, finalized, earliest, or an object with a block hash")
  static let hash = RPCForm("hash", "32 bytes in hex")
  static let address = RPCForm("address", "20 bytes in hex, or an address in bech32")
}

extension RPCType where Value == BlockReference {
  /// A height or a tag.
  package static let height = RPCType(.block) { json throws(RPCFormError) in
    guard case .string(let text) = json else {
      throw RPCFormError("\(json.kind) where a height or a tag is expected")
    }
    switch text {
    case "latest", "safe", "finalized": return .latest
    case "pending": return .pending
    case "earliest": return .height(0)
    default: return .height(try RPCType<UInt64>.quantity.read(json))
    }
  }

  /// A height, a tag, a hash, or an object as EIP-1898 has it.
  package static let block = RPCType(.block) { json throws(RPCFormError) in
    switch json {
    case .string(let text) where text.utf8.count == 66:
      return .hash(try RPCType<Digest>.hash.read(json))
    case .object(let object):
      switch (object["blockHash"], object["blockNumber"]) {
      case (let hash?, nil): return .hash(try RPCType<Digest>.hash.read(hash))
      case (nil, let height?): return try RPCType.height.read(height)
      default: throw RPCFormError("an object names a block by blockHash or by blockNumber")
      }
    default: return try RPCType.height.read(json)
    }
  }
}

extension RPCType where Value == Digest {
  package static let hash = RPCType(.hash) { json throws(RPCFormError) in
    let bytes = try RPCType<[UInt8]>.data.read(json)
    guard bytes.count == 32 else {
      throw RPCFormError("a hash has 32 bytes, and this has \(bytes.count)")
    }
    return Digest(FixedBytes(copying: bytes.span))
  }
}

extension RPCType where Value == Address {
  package static let address = RPCType(.address) { json throws(RPCFormError) in
    guard case .string(let text) = json else {
      throw RPCFormError("\(json.kind) where an address is expected")
    }
    // Clients send addresses in one case as often as with the checksum of EIP-55.
    if let bytes = try? RPCType<[UInt8]>.data.read(json) {
      guard bytes.count == 20 else {
        throw RPCFormError("an address has 20 bytes, and this has \(bytes.count)")
      }
      return Address(FixedBytes(copying: bytes.span))
    }
    do throws(AddressError) {
      return try Address(text: text)
    } catch {
      throw RPCFormError("\(error)")
    }
  }
}
