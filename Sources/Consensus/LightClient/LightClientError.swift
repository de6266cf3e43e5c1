package import Chain
package import Cryptography
package import State

/// Why a light client does not believe what it was shown.
package enum LightClientError: Error, Equatable {
  case notGenesis
  case otherChain(found: ChainID, expected: ChainID)
  case otherBlock(found: Digest, expected: Digest)
  case otherSet(found: Digest, expected: Digest)
  /// The certificate does not make this block final.
  case notFinal(height: Height)
  case certificate(VerificationError<CertificateError>)
  /// The header contradicts what is known of its epoch.
  case inconsistent(height: Height)
  case notClosing(height: Height, boundary: Timestamp)
  case state(StateProofError)
  case noReceipts(height: Height)
  case otherReceipt
}

extension LightClientError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notGenesis: "a chain begins with a header of height 0 in epoch 0"
    case .otherChain(let found, let expected):
      "the header is of chain \(found), and this is chain \(expected)"
    case .otherBlock(let found, let expected):
      "the header is that of block \(found), and block \(expected) is expected"
    case .otherSet(let found, let expected):
      "the validators have set hash \(found), and the last closing block names \(expected)"
    case .notFinal(let height): "the certificate does not make the block at height \(height) final"
    case .certificate(let error): "the certificate does not hold: \(error)"
    case .inconsistent(let height):
      "the header at height \(height) is not one of the epoch that follows the last closing block"
    case .notClosing(let height, let boundary):
      "the block at height \(height) is before \(boundary), when its epoch ends"
    case .state(let error): "\(error)"
    case .noReceipts(let height):
      "the state has no root of the receipts of the block at height \(height)"
    case .otherReceipt: "executing the block did not give this receipt"
    }
  }
}
