package import Chain
import Codec
package import Cryptography

/// The transaction on which everything hangs that no user caused in a block.
///
/// It is derived and in no body: sent by the system account, to itself, with no value, gas, data or
/// signature.
package struct SystemTransaction: Hashable, Sendable {
  /// Its number among the transaction types.
  package static let type: UInt8 = 0x7E

  package let chainID: ChainID
  package let height: Height

  package init(chainID: ChainID, height: Height) {
    self.chainID = chainID
    self.height = height
  }

  package var sender: Address { ModuleAccount.system.address }

  /// Keccak-256 of the type and of RLP's list of chain id and height.
  package var hash: Digest {
    var writer = RLPWriter()
    writer.writeList { list in
      list.write(chainID.units)
      list.write(height.units)
    }
    let bytes = [Self.type] + writer.bytes
    return Keccak256.hash(bytes.span)
  }
}
