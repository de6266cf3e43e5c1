import Chain
import Codec
import Cryptography
import Node
import Replica
import TestSupport

extension Harness {
  /// One harness for each decoder that reads what a peer, client or file brings.
  static let all: [Harness] =
    [
      canonical("header", Header.self) { Header.arbitrary(from: &$0) },
      canonical("block", Block.self) { random in try Block.arbitrary(from: &random) },
      canonical("body", Body.self) { random in try Body.arbitrary(from: &random) },
      canonical("receipt", Receipt.self) { Receipt.arbitrary(from: &$0) },
      canonical("vote", Vote.self) { Vote.arbitrary(from: &$0) },
      canonical("certificate", Certificate.self) { Certificate.arbitrary(from: &$0) },
      canonical("evidence", Evidence.self) { Evidence.arbitrary(from: &$0) },
      canonical("merkle-proof", MerkleProof.self) { MerkleProof.arbitrary(from: &$0) },
      canonical("validator-set", ValidatorSet.self) { random in
        try ValidatorSet([Validator].arbitrary(count: 1...3, from: &random))
      },
      peerMessage,
      canonical("genesis", Genesis.self) { random in
        try GenesisDraft(validatorCount: 1, seed: random.next()).validated()
      },
      transaction, rlp, abi, hex, bech32, address, publicKey, keyFile, genesisFile,
    ] + state + ledger + consensus + clients + peers

  /// A canonical type: what it accepts, it encodes to the same bytes.
  static func canonical<Value: Canonical & SendableMetatype>(
    _ name: String, _ type: Value.Type,
    _ draw: @escaping @Sendable (inout SplitMix64) throws -> Value
  ) -> Harness {
    Harness(name) {
      var random = SplitMix64(seed: 1)
      return try (0..<8).map { _ in try draw(&random).canonicalBytes }
    } run: { input in
      guard let value = try? Value(canonicalBytes: input.span) else { return }
      precondition(value.canonicalBytes == input, "one value has one form")
    }
  }

  /// One of each kind, since what most of them hold has rules of its own.
  private static let peerMessage = Harness("peer-message") {
    var random = SplitMix64(seed: 1)
    return try PeerMessage.Kind.allCases.map { kind in
      try PeerMessage.arbitrary(kind, from: &random).canonicalBytes
    }
  } run: { input in
    guard let message = try? PeerMessage(canonicalBytes: input.span) else { return }
    precondition(message.canonicalBytes == input, "one message has one form")
    precondition(message.kind.rawValue == input.first, "the first byte tells the kind")
  }

  private static let transaction = Harness("transaction") {
    var random = SplitMix64(seed: 1)
    return (0..<8).map { _ in
      UnsignedTransaction.arbitrary(from: &random).signed(by: random.privateKey())
    }
  } run: { input in
    guard let transaction = try? Transaction(decoding: input, for: ChainID(20_480)) else { return }
    precondition(transaction.raw == input, "a transaction keeps the bytes it came in")
    precondition(transaction.maxPriorityFeePerGas <= transaction.maxFeePerGas, "tip within fee")
    precondition(transaction.maxCost >= transaction.value, "the cost includes the value")
    precondition(
      transaction.accessList.entries.count == transaction.accessListCounts.addresses,
      "what was counted is what is listed")
    _ = transaction.signedDigest
    _ = transaction.data.count
  }

  /// Reads any RLP, item by item, and writes it again.
  private static let rlp = Harness("rlp") {
    var writer = RLPWriter()
    writer.writeList { list in
      list.write(1_024 as UInt64)
      list.writeList { $0.write([UInt8](repeating: 7, count: 60).span) }
      list.write(FixedBytes<0>.zero)
    }
    return [writer.bytes, [0x80], [0xC0], [0x7F]]
  } run: { input in
    var writer = RLPWriter()
    var reader = RLPReader(range: 0..<input.count)
    do throws(RLPError) {
      while !reader.isAtEnd { try copyItem(from: &reader, in: input, to: &writer, depth: 0) }
    } catch {
      return
    }
    precondition(writer.bytes == input, "one item has one form")
  }

  private static func copyItem(
    from reader: inout RLPReader, in input: [UInt8], to writer: inout RLPWriter, depth: Int
  ) throws(RLPError) {
    var ahead = reader
    if let range = try? ahead.readBytes(in: input.span) {
      reader = ahead
      writer.write(input.span.extracting(range))
      return
    }
    var list = try reader.readList(in: input.span)
    // As deep as a caller of ours ever looks.
    guard depth < 8 else { throw .expectedBytes }
    var inner = RLPWriter()
    while !list.isAtEnd { try copyItem(from: &list, in: input, to: &inner, depth: depth + 1) }
    writer.writeList { $0.append(encoded: inner) }
  }

  private static let abi = Harness("abi") {
    [
      ABI.encode(
        UInt64(7), true, Address.zero, ABIBytes([1, 2, 3]), "text", [UInt128(1), UInt128(2)],
        [["a"], []])
    ]
  } run: { input in
    let decoded = try? ABI.decode(
      input.span, as: UInt64.self, Bool.self, Address.self, ABIBytes.self, String.self,
      [UInt128].self, [[String]].self)
    guard let decoded else { return }
    let again = ABI.encode(
      decoded.0, decoded.1, decoded.2, decoded.3, decoded.4, decoded.5, decoded.6)
    precondition(again == input, "one list of arguments has one form")
  }

  private static let hex = Harness("hex") {
    [Array("0x00ff10AB".utf8), Array("".utf8)]
  } run: { input in
    guard let bytes = try? Hex.decode(String(decoding: input, as: UTF8.self)) else { return }
    let again = try? Hex.decode(Hex.encode(bytes.span))
    precondition(again == bytes, "hexadecimal text leads back to its bytes")
  }

  private static let bech32 = Harness("bech32") {
    [Array(Address.zero.bech32().utf8), Array("A12UEL5L".utf8)]
  } run: { input in
    let text = String(decoding: input, as: UTF8.self)
    guard let decoded = try? Bech32.decode(text) else { return }
    let again = Bech32.encode(decoded.bytes.span, prefix: decoded.prefix)
    precondition(again == text.lowercased(), "bytes and prefix have one form")
  }

  private static let address = Harness("address") {
    [Array(Address.zero.bech32(.validator).utf8), Array(Address.zero.description.utf8)]
  } run: { input in
    guard let address = try? Address(text: String(decoding: input, as: UTF8.self)) else { return }
    let again = try? Address(text: address.description)
    precondition(again == address, "every address has a text form")
  }

  private static let publicKey = Harness("public-key") {
    var random = SplitMix64(seed: 1)
    return (0..<4).map { _ in PublicKey.arbitrary(from: &random).canonicalBytes }
  } run: { input in
    guard let key = try? PublicKey(canonicalBytes: input.span) else { return }
    precondition(key.canonicalBytes == input, "one point has one compressed form")
  }

  private static let keyFile = Harness("key-file") {
    [
      Array(
        """
        {"address":"008aeeda4d805471df9b2a5b0f38a0c3bcba786b","crypto":{"cipher":"aes-128-ctr",\
        "cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},"ciphertext":\
        "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt",\
        "kdfparams":{"dklen":32,"n":262144,"p":8,"r":1,"salt":\
        "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},"mac":\
        "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},\
        "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """.utf8)
    ]
  } run: { input in
    guard let keyFile = try? KeyFileJSON.decode(input) else { return }
    let again = try? KeyFileJSON.decode(KeyFileJSON.encode(keyFile))
    precondition(again == keyFile, "a key file survives being written")
  }

  private static let genesisFile = Harness("genesis-file") {
    [
      Array(
        """
        {"chainId":20480,"time":"2026-01-01T00:00:00Z","epochLengthMs":60000,"parameters":{\
        "protocolVersion":1,"blockGasLimit":600000000,"bodySizeBytesMax":4194304,\
        "minBlockIntervalMs":50,"emptyBlockIntervalMs":1000,"maxValidators":100,\
        "minSelfStake":"1stos","unbondingEpochs":30,"minSlots":4,"votingEpochs":10},\
        "miningReserve":"40000000stos","mined":"0stos","accounts":[{"address":\
        "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720","balance":"rest"}],"validators":[{"account":\
        "0xBcd4042DE499D14e55001CcbB24a551F3b954096","consensusKey":\
        "0x02ecc9c3f6303fddcd44f5c9ecaa225eafaa18b8464a022389a4c4be474e4557a9","stake":\
        "1.5stos","commissionBp":500,"moniker":"a","endpoint":""}]}
        """.utf8)
    ]
  } run: { input in
    guard let genesis = try? GenesisFile.decode(input) else { return }
    let bytes = genesis.canonicalBytes
    let again = try? Genesis(canonicalBytes: bytes.span)
    precondition(again == genesis, "what a file says is a genesis that can be encoded")
  }
}
