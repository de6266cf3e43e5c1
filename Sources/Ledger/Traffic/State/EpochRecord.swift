import Chain
import Codec

/// What the close of an epoch settled, and the periods that hold for it for ever.
///
/// An epoch has a record whether it counted anything or not.
struct EpochRecord: Hashable {
  /// How many epochs after this one its traffic can be reported.
  let reportEpochs: UInt64
  /// How many epochs after this one its rewards can be withdrawn.
  let maturityEpochs: UInt64
  /// For how many epochs after this one they can.
  let recordEpochs: UInt64
  /// The last epoch in which traffic of this epoch, or of any before it, can be reported.
  ///
  /// A vote that shortens windows leaves those of epochs that closed before it as they were.
  let lastReportEpoch: Epoch
  let terms: SettlementTerms
  let settlement: Settlement
  /// What can still be claimed, rounding dust included; storage has an account of its own.
  var unclaimed: Wei
}

extension EpochRecord {
  /// The epochs in which pages of an epoch with this record count.
  func window(of epoch: Epoch) -> ClosedRange<Epoch> {
    epoch.next...Epoch(epoch.units + reportEpochs)
  }

  /// The epochs in which what an epoch with this record counted can be withdrawn.
  func claimTime(of epoch: Epoch) -> ClosedRange<Epoch> {
    Epoch(epoch.units + maturityEpochs)...Epoch(epoch.units + recordEpochs)
  }
}

extension EpochRecord: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(reportEpochs)
    writer.write(maturityEpochs)
    writer.write(recordEpochs)
    writer.write(lastReportEpoch)
    writer.write(terms)
    writer.write(settlement)
    writer.write(unclaimed)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    reportEpochs = try reader.readUInt64(in: bytes)
    maturityEpochs = try reader.readUInt64(in: bytes)
    recordEpochs = try reader.readUInt64(in: bytes)
    lastReportEpoch = try Epoch(from: &reader, in: bytes)
    terms = try SettlementTerms(from: &reader, in: bytes)
    settlement = try Settlement(from: &reader, in: bytes)
    unclaimed = try Wei(from: &reader, in: bytes)
  }
}
