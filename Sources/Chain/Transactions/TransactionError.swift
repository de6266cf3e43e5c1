package import Codec
package import Cryptography

/// Why bytes are no transaction of this chain.
///
/// Every refusal names its rule and what broke it.
package enum TransactionError: Error, Equatable {
  /// The members of a transaction, by the names Ethereum's documents use.
  package enum Field: String, Sendable {
    case transaction, chainId, nonce, gasPrice, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to
    case value, data, accessList, yParity, v, r, s
  }

  case empty
  case tooLarge(bytes: Int, limit: Int)
  case blobTransaction
  case setCodeTransaction
  case unknownType(UInt8)
  /// A member is not in the one RLP form that Ethereum defines for it.
  case malformed(Field, RLPError)
  case wrongChain(found: UInt64, expected: UInt64)
  /// A legacy transaction that would be valid on any chain.
  case unprotected
  case contractCreation
  case badParity(UInt64)
  /// v of a legacy transaction is none that EIP-155 defines.
  case badV(UInt64)
  case signature(SignatureError)
  case nonceTooHigh
  case tipAboveFee(tip: UInt256, fee: UInt256)
  /// More wei than can ever exist.
  case amountTooLarge(Field, UInt256)
  /// gasLimit × maxFeePerGas + value is more wei than can ever exist.
  case costTooLarge
}

extension TransactionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty:
      "a transaction has at least one byte"
    case .tooLarge(let bytes, let limit):
      "a transaction has at most \(limit) bytes, and this one has \(bytes)"
    case .blobTransaction:
      "transaction type not supported: blob transactions (type 3) do not exist on this chain"
    case .setCodeTransaction:
      "transaction type not supported: set-code transactions (type 4) do not exist on this chain"
    case .unknownType(let type):
      "transaction type not supported: \(type) is none of 0 (legacy), 1 (EIP-2930), 2 (EIP-1559)"
    case .malformed(let field, let error):
      "\(field.rawValue) is malformed: \(error)"
    case .wrongChain(let found, let expected):
      "invalid chain id: this chain is \(expected), and the transaction is signed for \(found)"
    case .unprotected:
      "only replay-protected (EIP-155) transactions are accepted: sign with the chain id"
    case .contractCreation:
      "contracts cannot be created on this chain: `to` must name an account"
    case .badParity(let parity):
      "yParity is 0 or 1, and this one is \(parity)"
    case .badV(let v):
      "v is 35 or 36 more than twice the chain id, and this one is \(v)"
    case .signature(let error):
      "invalid signature: \(error)"
    case .nonceTooHigh:
      "nonce too high: a nonce is less than 2^64 - 1"
    case .tipAboveFee(let tip, let fee):
      "max priority fee per gas higher than max fee per gas: \(tip) is more than \(fee)"
    case .amountTooLarge(let field, let amount):
      "\(field.rawValue) of \(amount) is more wei than can ever exist"
    case .costTooLarge:
      "gasLimit × maxFeePerGas + value is more wei than can ever exist"
    }
  }
}
