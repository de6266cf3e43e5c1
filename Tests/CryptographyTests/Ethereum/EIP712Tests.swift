import Codec
import Cryptography
import Testing

@Suite struct EIP712Tests {
  private let person = "Person(string name,address wallet)"

  private var mailDomain: EIP712.Domain {
    EIP712.Domain(
      name: "Ether Mail", version: "1", chainID: 1,
      verifyingContract: FixedBytes(repeating: 0xCC))
  }

  private func hash(ofPerson name: String, wallet: FixedBytes<20>) -> Digest {
    EIP712.structHash(type: person) { writer in
      writer.write(text: name)
      writer.write(address: wallet)
    }
  }

  private func mailHash() throws -> Digest {
    let from = hash(
      ofPerson: "Cow", wallet: try Hex.decode("cd2a3d9f938e13cd947ec05abc7fe734df8dd826"))
    let to = hash(ofPerson: "Bob", wallet: FixedBytes(repeating: 0xBB))
    return EIP712.structHash(type: "Mail(Person from,Person to,string contents)" + person) {
      writer in
      writer.write(from)
      writer.write(to)
      writer.write(text: "Hello, Bob!")
    }
  }

  /// The example of EIP-712: its Example.js.
  @Test func `the example of the EIP has its published hashes and signature`() throws {
    #expect(
      mailDomain.separator.description
        == "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
    let mail = try mailHash()
    #expect(
      mail.description == "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e")
    let digest = EIP712.digest(of: mail, in: mailDomain.separator)
    #expect(
      digest.description == "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
    let cow = try PrivateKey(Keccak256.hash("cow").bytes)
    let signature = cow.sign(digest)
    #expect(
      signature.r.description
        == "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d")
    #expect(
      signature.s.description
        == "0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562")
    #expect(signature.isOdd)
  }

  /// Computed with another implementation.
  @Test func `arrays are hashed as one word, bytes by their hash, and a domain may be salted`() {
    let domain = EIP712.Domain(name: "Harbour", salt: Digest(FixedBytes(repeating: 7)))
    #expect(
      domain.separator.description
        == "0xdc4f7ea79983c6fee65d9ee811084c8894792b87fb0ef5e8a280089e46961225")
    let batch = EIP712.structHash(type: "Batch(uint256[] amounts,bytes note)") { writer in
      writer.writeArray { members in
        for amount: UInt8 in 1...3 { members.write(UInt256(amount)) }
      }
      writer.write(bytes: [1, 2, 3].span)
    }
    #expect(
      batch.description == "0x44995b642e3e2e50dcfc42b44ea0b56e1f6f4eeb5eb2ea9c5a83f3d281d43013")
    #expect(
      EIP712.digest(of: batch, in: domain.separator).description
        == "0xd82258c5902e2f8b69a06372e8f34f4067c8cfc5260fd94f6279f1e164b56d2f")
  }

  @Test func `every member of a domain sets it apart`() {
    var domains = [EIP712.Domain(), mailDomain]
    var other = mailDomain
    other.name = "Ether Mall"
    domains.append(other)
    other = mailDomain
    other.version = nil
    domains.append(other)
    other = mailDomain
    other.chainID = 2
    domains.append(other)
    other = mailDomain
    other.verifyingContract = .zero
    domains.append(other)
    other = mailDomain
    other.salt = .zero
    domains.append(other)
    #expect(Set(domains.map(\.separator)).count == domains.count)
  }
}
