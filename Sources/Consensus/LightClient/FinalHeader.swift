package import Chain
import Codec
package import Cryptography
package import State

/// A header that a light client has found to be final, and what can be proven under it.
///
/// Only a light client can make the first; the others are its ancestors.
package struct FinalHeader: Hashable, Sendable {
  package let header: Header
  package let hash: Digest

  init(header: Header, hash: Digest) {
    self.header = header
    self.hash = hash
  }

  /// The block before this one.
  package func parent(_ header: Header) throws(LightClientError) -> FinalHeader {
    let hash = header.hash
    guard hash == self.header.parentHash else {
      throw .otherBlock(found: hash, expected: self.header.parentHash)
    }
    return FinalHeader(header: header, hash: hash)
  }

  /// The value that a key had, or that it had none, in the state this header names.
  package func value(
    of key: StateKey, proof: StateProof
  ) throws(LightClientError) -> [UInt8]? {
    do throws(StateProofError) {
      return try proof.value(of: key, under: header.executedStateRoot)
    } catch {
      throw .state(error)
    }
  }

  /// Checks that executing a block gave this receipt.
  ///
  /// The state this header names holds the roots of the receipts of recent blocks, up to the height
  /// the header names.
  package func check(
    _ receipt: Receipt, place: MerkleProof, inBlockAt height: Height, root: StateProof
  ) throws(LightClientError) {
    let key = Self.receiptsRootKey(height)
    guard let bytes = try value(of: key, proof: root),
      let entry = try? ReceiptsRoot(canonicalBytes: bytes.span)
    else { throw .noReceipts(height: height) }
    // The place of an entry is taken again after as many blocks as are kept.
    #if PLANTED
      let isOther = entry.height != height && !GateBug.provesOtherHeight.isPlanted
    #else
      let isOther = entry.height != height
    #endif
    guard !isOther else { throw .noReceipts(height: height) }
    let item = receipt.canonicalBytes
    guard place.isValid(item: item.span, root: entry.root) else { throw .otherReceipt }
  }

  /// Where the state keeps the root of the receipts of a block.
  package static func receiptsRootKey(_ height: Height) -> StateKey {
    let place = UInt16(height.units % ReceiptsRoot.keptCount)
    let bytes = [UInt8(place >> 8), UInt8(place & 0xFF)]
    return Table(ReceiptsRoot.tableNumber, keySizeBytes: 2).key(bytes.span)
  }
}
