import Chain
import Codec
import Cryptography

/// Why transactions are not the body that a header commits to.
private enum BodyFault: Error, CustomStringConvertible {
  case wrongCount(Int, expected: UInt32)
  case wrongRoot(Digest, expected: Digest)

  var description: String {
    switch self {
    case .wrongCount(let count, let expected):
      "a body of \(count) transactions came for a header that counts \(expected)"
    case .wrongRoot(let root, let expected):
      "a body with root \(root) came for a header that commits to \(expected)"
    }
  }
}

extension SignatureCheck {
  static func recovered(
    _ raw: [UInt8], on chain: ChainID
  ) throws -> Recovered<Transaction> {
    try Unverified(try Transaction(decoding: raw, for: chain)).recovered()
  }

  /// Holds transactions against the header that should commit to exactly them.
  static func body(of header: Header, from parts: [BodyPart]) throws -> CheckOutcome {
    guard parts.count == header.transactionCount else {
      throw BodyFault.wrongCount(parts.count, expected: header.transactionCount)
    }
    var list = MerkleList()
    for part in parts {
      switch part {
      case .known(let transaction): list.append(transaction.message.raw.span)
      case .raw(let raw): list.append(raw.span)
      }
    }
    let root = list.root
    #if PLANTED
      let isOther = root != header.transactionsRoot && !ReplicaBug.believesBodies.isPlanted
    #else
      let isOther = root != header.transactionsRoot
    #endif
    guard !isOther else {
      throw BodyFault.wrongRoot(root, expected: header.transactionsRoot)
    }
    var transactions: [Recovered<Transaction>] = []
    for part in parts {
      switch part {
      case .known(let transaction): transactions.append(transaction)
      case .raw(let raw):
        guard let transaction = try? recovered(raw, on: header.chainID) else { return .invalidBody }
        transactions.append(transaction)
      }
    }
    return .body(transactions)
  }
}
