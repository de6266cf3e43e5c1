import Chain
import Codec
import Cryptography
import State

extension Books {
  /// Removes files that nobody confirmed in time, the oldest first, and not too many in a block.
  mutating func lapseFiles(in block: BlockContext) {
    let table = Tables.unconfirmedFiles.table
    for _ in 0..<Files.lapsesPerBlockMax {
      guard let key = firstKey(from: table.lower, below: table.upper) else { return }
      let bytes = key.storage.span
      let recorded = Epoch(UInt64(key: bytes.extracting(1..<9)))
      guard Files.isLapsed(recordedIn: recorded, at: block.epoch) else { return }
      let id = Digest(key: bytes.extracting(9..<41))
      guard let record = self[Tables.files[id]] else {
        preconditionFailure("a file that waits for its confirmation is there")
      }
      remove(record, at: id, as: .lapsed, in: block.epoch)
    }
  }
}

extension Files {
  /// How long the meta nodes have to confirm a file.
  static let confirmationEpochs: UInt64 = 144

  static let lapsesPerBlockMax = 256

  static func isLapsed(recordedIn epoch: Epoch, at now: Epoch) -> Bool {
    epoch.units + confirmationEpochs < now.units
  }
}
