package import Codec

/// Typed statements that wallets can show to those who sign them (EIP-712).
package enum EIP712 {
  /// Hashes a struct: the hash of its type, then one word for each member.
  ///
  /// `type` is the full text of the type, with the types it refers to behind it in order of their
  /// names, such as `Mail(Person from,string contents)Person(string name)`.
  package static func structHash(type: String, _ body: (inout WordWriter) -> Void) -> Digest {
    structHash(typeHash: Keccak256.hash(type), body)
  }

  /// Hashes a struct whose type was hashed before, for types that are hashed often.
  package static func structHash(
    typeHash: Digest, _ body: (inout WordWriter) -> Void
  ) -> Digest {
    var writer = WordWriter()
    writer.write(typeHash)
    body(&writer)
    return writer.hasher.finalize()
  }

  /// What a wallet signs for a struct in a domain.
  package static func digest(of structHash: Digest, in domainSeparator: Digest) -> Digest {
    var hasher = Keccak256()
    hasher.update([0x19, 0x01].span)
    hasher.update(domainSeparator.bytes)
    hasher.update(structHash.bytes)
    return hasher.finalize()
  }

  /// Which program on which chain a statement is meant for.
  ///
  /// Members that are nil do not exist.
  package struct Domain: Sendable {
    package var name: String?
    package var version: String?
    package var chainID: UInt64?
    package var verifyingContract: FixedBytes<20>?
    package var salt: Digest?

    package init(
      name: String? = nil, version: String? = nil, chainID: UInt64? = nil,
      verifyingContract: FixedBytes<20>? = nil, salt: Digest? = nil
    ) {
      self.name = name
      self.version = version
      self.chainID = chainID
      self.verifyingContract = verifyingContract
      self.salt = salt
    }

    package var separator: Digest {
      var members: [String] = []
      if name != nil { members.append("string name") }
      if version != nil { members.append("string version") }
      if chainID != nil { members.append("uint256 chainId") }
      if verifyingContract != nil { members.append("address verifyingContract") }
      if salt != nil { members.append("bytes32 salt") }
      let type = "EIP712Domain(" + members.joined(separator: ",") + ")"
      return EIP712.structHash(type: type) { writer in
        if let name { writer.write(text: name) }
        if let version { writer.write(text: version) }
        if let chainID { writer.write(UInt256(chainID)) }
        if let verifyingContract { writer.write(address: verifyingContract) }
        if let salt { writer.write(salt) }
      }
    }
  }

  /// Takes in the members of a struct, each as one word.
  package struct WordWriter: ~Copyable {
    fileprivate var hasher = Keccak256()

    /// A number of any width.
    package mutating func write(_ number: UInt256) {
      hasher.update(number.bigEndianBytes)
    }

    /// A `bytes32`, or the hash of a nested struct.
    package mutating func write(_ digest: Digest) {
      hasher.update(digest.bytes)
    }

    package mutating func write(address: FixedBytes<20>) {
      var word = InlineArray<32, UInt8>(repeating: 0)
      for index in 0..<20 { word[12 + index] = address.storage[index] }
      hasher.update(word.span)
    }

    package mutating func write(text: String) {
      write(Keccak256.hash(text))
    }

    package mutating func write(bytes: Span<UInt8>) {
      write(Keccak256.hash(bytes))
    }

    /// An array of words: its members' words hashed together.
    package mutating func writeArray(_ body: (inout WordWriter) -> Void) {
      var members = WordWriter()
      body(&members)
      write(members.hasher.finalize())
    }
  }
}
