import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct ChaCha20Tests {
  struct Block {
    let key: String
    let nonce: String
    let counter: UInt32
    let stream: String
  }

  static let zeroKey = "0000000000000000000000000000000000000000000000000000000000000000"
  static let oneKey = "0000000000000000000000000000000000000000000000000000000000000001"
  static let ascendingKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
  static let zeroNonce = "000000000000000000000000"

  // RFC 8439, section 2.3.2, and A.1, examples 1 to 5.
  static let blocks = [
    Block(
      key: ascendingKey, nonce: "000000090000004a00000000", counter: 1,
      stream: """
        10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e
        d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e
        """),
    Block(
      key: zeroKey, nonce: zeroNonce, counter: 0,
      stream: """
        76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7
        da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586
        """),
    Block(
      key: zeroKey, nonce: zeroNonce, counter: 1,
      stream: """
        9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed
        29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f
        """),
    Block(
      key: oneKey, nonce: zeroNonce, counter: 1,
      stream: """
        3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a
        8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0
        """),
    Block(
      key: "00ff000000000000000000000000000000000000000000000000000000000000", nonce: zeroNonce,
      counter: 2,
      stream: """
        72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca
        13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096
        """),
    Block(
      key: zeroKey, nonce: "000000000000000000000002", counter: 0,
      stream: """
        c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7
        8a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d
        """),
  ]

  struct Message {
    let key: String
    let nonce: String
    let counter: UInt32
    let plaintext: [UInt8]
    let ciphertext: String
  }

  // RFC 8439, section 2.4.2, and A.2, examples 2 and 3.
  static let messages = [
    Message(
      key: ascendingKey, nonce: "000000000000004a00000000", counter: 1,
      plaintext: RFC8439Text.sunscreen,
      ciphertext: """
        6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b
        f91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d8
        07ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736
        5af90bbf74a35be6b40b8eedf2785e42874d
        """),
    Message(
      key: oneKey, nonce: "000000000000000000000002", counter: 1,
      plaintext: RFC8439Text.submission,
      ciphertext: """
        a3fbf07df3fa2fde4f376ca23e82737041605d9f4f4f57bd8cff2c1d4b7955ec2a97948bd3722915c8f3d337
        f7d370050e9e96d647b7c39f56e031ca5eb6250d4042e02785ececfa4b4bb5e8ead0440e20b6e8db09d881a7
        c6132f420e52795042bdfa7773d8a9051447b3291ce1411c680465552aa6c405b7764d5e87bea85ad00f8449
        ed8f72d0d662ab052691ca66424bc86d2df80ea41f43abf937d3259dc4b2d0dfb48a6c9139ddd7f76966e928
        e635553ba76c5c879d7b35d49eb2e62b0871cdac638939e25e8a1e0ef9d5280fa8ca328b351c3c765989cbcf
        3daa8b6ccc3aaf9f3979c92b3720fc88dc95ed84a1be059c6499b9fda236e7e818b04b0bc39c1e876b193bfe
        5569753f88128cc08aaa9b63d1a16f80ef2554d7189c411f5869ca52c5b83fa36ff216b9c1d30062bebcfd2d
        c5bce0911934fda79a86f6e698ced759c3ff9b6477338f3da4f9cd8514ea9982ccafb341b2384dd902f3d1ab
        7ac61dd29c6f21ba5b862f3730e37cfdc4fd806c22f221
        """),
    Message(
      key: "1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0",
      nonce: "000000000000000000000002", counter: 42, plaintext: RFC8439Text.jabberwocky,
      ciphertext: """
        62e6347f95ed87a45ffae7426f27a1df5fb69110044c0d73118effa95b01e5cf166d3df2d721caf9b21e5fb1
        4c616871fd84c54f9d65b283196c7fe4f60553ebf39c6402c42234e32a356b3e764312a61a5532055716ead6
        962568f87d3f3f7704c6a8d1bcd1bf4d50d6154b6da731b187b58dfd728afa36757a797ac188d1
        """),
  ]

  @Test(arguments: blocks)
  func `the blocks of the RFC come out`(block: Block) throws {
    let cipher = try ChaCha20(key: Hex.decode(block.key), nonce: Hex.decode(block.nonce))
    let stream = FixedBytes(storage: cipher.block(block.counter))
    #expect(try stream.array == [UInt8](hexLines: block.stream))
  }

  @Test(arguments: messages)
  func `the messages of the RFC come out`(message: Message) throws {
    let cipher = try ChaCha20(key: Hex.decode(message.key), nonce: Hex.decode(message.nonce))
    var bytes = message.plaintext
    var span = bytes.mutableSpan
    cipher.apply(to: &span, from: message.counter)
    #expect(try bytes == [UInt8](hexLines: message.ciphertext))
  }

  @Test(arguments: Seeds.few)
  func `a message of any length gets the stream block by block`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let cipher = ChaCha20(key: random.fixedBytes(), nonce: random.fixedBytes())
    var stream: [UInt8] = []
    for counter in 7..<(7 + 6 as UInt32) {
      stream += FixedBytes(storage: cipher.block(counter)).array
    }
    for count in 0...stream.count {
      var message = [UInt8](repeating: 0, count: count)
      var span = message.mutableSpan
      cipher.apply(to: &span, from: 7)
      #expect(message == Array(stream[..<count]), "\(count) bytes")
    }
  }
}
