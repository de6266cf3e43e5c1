import Chain
import Consensus
import State

/// A receipt with what proves it, and one that this does not prove.
struct ProvenReceipt {
  let receipt: Receipt
  let other: Receipt
  let height: Height
  let place: MerkleProof
  let root: StateProof

  /// Believes the one and none of what is not so.
  func check(under final: FinalHeader) throws(LightClientError) {
    try final.check(receipt, place: place, inBlockAt: height, root: root)
    if other.transactionHash != receipt.transactionHash {
      try refuse { () throws(LightClientError) in
        try final.check(other, place: place, inBlockAt: height, root: root)
      }
    }
    // The same place of the table, many blocks later.
    let later = Height(height.units + ReceiptsRoot.keptCount)
    try refuse { () throws(LightClientError) in
      try final.check(receipt, place: place, inBlockAt: later, root: root)
    }
  }

  private func refuse(_ claim: () throws(LightClientError) -> Void) throws(LightClientError) {
    do throws(LightClientError) {
      try claim()
    } catch {
      return
    }
    throw .otherReceipt
  }
}
