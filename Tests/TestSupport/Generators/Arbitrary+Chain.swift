package import Chain
package import Codec
import Cryptography

extension Header: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Header(
      chainID: ChainID(UInt64.random(in: 0...UInt64.max, using: &random)),
      epoch: .arbitrary(from: &random), height: .arbitrary(from: &random),
      view: .arbitrary(from: &random), parentView: .arbitrary(from: &random),
      parentHash: .arbitrary(from: &random), time: .arbitrary(from: &random),
      proposer: .arbitrary(from: &random), transactionsRoot: .arbitrary(from: &random),
      transactionCount: UInt32.random(in: 0...UInt32.max, using: &random),
      executedHeight: .arbitrary(from: &random), executedStateRoot: .arbitrary(from: &random),
      validatorSetHash: .arbitrary(from: &random), nextValidatorSetHash: .arbitrary(from: &random))
  }
}

extension Body {
  /// Byte strings of the size of transactions, which no decoder would take for any.
  package static func arbitrary(
    from random: inout SplitMix64
  ) throws(ByteError) -> Self {
    try Body(
      (0..<Int.random(in: 0...4, using: &random)).map { _ in
        random.bytes(count: 0...40)
      })
  }
}

extension Block {
  package static func arbitrary(from random: inout SplitMix64) throws(ByteError) -> Self {
    let body = try Body.arbitrary(from: &random)
    var header = Header.arbitrary(from: &random)
    header.transactionCount = UInt32(body.transactions.count)
    header.transactionsRoot = body.root
    return try Block(header: header, body: body)
  }
}

extension Log: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Log(
      address: .arbitrary(from: &random),
      topics: .arbitrary(count: 0...ProtocolLimits.logTopicsMax, from: &random),
      data: random.bytes(count: 0...70))
  }
}

extension Receipt: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let outcome: Outcome =
      random.happens(oneIn: 2)
      ? .failed(reason: "übertrieben: \(random.number(in: 0...255))")
      : .succeeded(.arbitrary(count: 0...3, from: &random))
    return Receipt(
      transactionHash: .arbitrary(from: &random), outcome: outcome,
      gasUsed: .arbitrary(from: &random))
  }
}

extension Statement.Candidate: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Statement.Candidate(
      parentView: .arbitrary(from: &random), block: .arbitrary(from: &random))
  }
}

extension Statement: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let contents: [Content] = [
      .notarize(.arbitrary(from: &random)), .nullify, .finalize(.arbitrary(from: &random)),
    ]
    return Statement(
      epoch: .arbitrary(from: &random), view: .arbitrary(from: &random),
      content: contents[Int.random(in: 0..<contents.count, using: &random)])
  }
}

extension Vote: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Vote(statement: .arbitrary(from: &random), signature: .arbitrary(from: &random))
  }
}

extension Evidence: Arbitrary {
  /// Two notarizations of one view by one key.
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let key = random.privateKey()
    let network = Network(chainID: ChainID(20_480), genesisHash: .arbitrary(from: &random))
    let (epoch, view) = (Epoch.arbitrary(from: &random), View.arbitrary(from: &random))
    let votes = (0..<2).map { _ in
      let content = Statement.Content.notarize(.arbitrary(from: &random))
      let statement = Statement(epoch: epoch, view: view, content: content)
      return Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
    }
    do throws(SignatureError) {
      return try Evidence(votes[0], votes[1], by: key.publicKey, on: network)
    } catch {
      preconditionFailure("the key signed both votes")
    }
  }
}

extension Certificate: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let setCount = Int.random(in: 1...20, using: &random)
    var signatures = SortedMap<Int, Signature>()
    for member in 0..<setCount where Bool.random(using: &random) {
      signatures[member] = .arbitrary(from: &random)
    }
    return Certificate(
      statement: .arbitrary(from: &random), setCount: setCount, signatures: signatures)
  }
}

extension Validator: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Validator(
      account: .arbitrary(from: &random), key: .arbitrary(from: &random),
      power: Power(UInt64.random(in: 1...1 << 40, using: &random)))
  }
}

extension MerkleProof: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let leaves = [Digest].arbitrary(count: 1...40, from: &random)
    return MerkleProof(
      of: UInt32.random(in: 0..<UInt32(leaves.count), using: &random), in: leaves)
  }
}

extension UnsignedTransaction: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let fee = UInt128.random(in: 0...1 << 70, using: &random)
    return UnsignedTransaction(
      chainID: ChainID(20_480), nonce: UInt64.random(in: 0..<UInt64.max, using: &random),
      maxPriorityFeePerGas: Wei(UInt128.random(in: 0...fee, using: &random)),
      maxFeePerGas: Wei(fee), gasLimit: Gas(UInt64.random(in: 0...1 << 40, using: &random)),
      recipient: .arbitrary(from: &random),
      value: Wei(UInt128.random(in: 0...1 << 90, using: &random)),
      data: random.bytes(count: 0...100))
  }
}
