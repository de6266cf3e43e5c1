package import Chain
package import Codec

/// Whether a validator's memory of its own votes is whole, and if not, what it waits for.
///
/// Protocol: Safety gate. A validator that may have forgotten a vote signs none until an epoch
/// begins in which it cannot have signed any.
package enum Standing: Hashable, Sendable {
  /// The journal holds every vote the key has ever signed.
  case trusted
  /// It may not, and the node still asks its peers how far the chain has come.
  case inquiring
  /// It may not; no vote was signed in an epoch whose preceding closing block is later than this
  /// by more than the allowance.
  case quarantined(since: Timestamp)

  /// How far a validator lets a proposal be ahead of its clock, hence how much later than a
  /// forgotten vote a header may be whose epoch that vote belonged to.
  package static let allowanceMilliseconds: UInt64 = 500

  /// What becomes of it when an epoch begins behind a closing block of some time.
  package func entering(epochAfter closingTime: Timestamp) -> Standing {
    #if PLANTED
      if GateBug.endsQuarantineNever.isPlanted { return self }
      if GateBug.endsQuarantineEarly.isPlanted, case .quarantined(let since) = self {
        return closingTime > since ? .trusted : self
      }
    #endif
    switch self {
    case .trusted, .inquiring: return self
    case .quarantined(let since):
      return closingTime.units > since.units + Self.allowanceMilliseconds ? .trusted : self
    }
  }
}

extension Standing: Canonical {
  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .trusted: writer.write(0 as UInt8)
    case .inquiring: writer.write(1 as UInt8)
    case .quarantined(let since):
      writer.write(2 as UInt8)
      writer.write(since)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 0: self = .trusted
    case 1: self = .inquiring
    case 2: self = .quarantined(since: try Timestamp(from: &reader, in: bytes))
    default: throw .unknown(type: "standing", code: UInt64(code))
    }
  }
}
