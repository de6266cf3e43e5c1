import Codec
import Cryptography
import Testing
import Transport

/// The bytes of a conversation between fixed keys, which no change of the code may change.
///
/// An implementation of its own, in another language, comes to the same ones.
@Suite struct VectorTests {
  @Test func `a handshake of fixed keys has these bytes`() throws {
    var pair = try SessionPair()
    let hello = pair.takeFromDialler()
    pair.giveToListener(hello)
    let answer = pair.takeFromListener()
    pair.giveToDialler(answer)
    let proof = pair.takeFromDialler()
    pair.giveToListener(proof)
    #expect(
      Hex.encode(hello.span) == """
        747261646577696e64010000500000000000000707070707070707070707070707070707070707070707\
        070707070707070707020612c5e8c98a9677a2ddd13770e26f5f1e771a088c88ce519a1e1b65872423f9
        """)
    #expect(
      Hex.encode(answer.span) == """
        0103d793631af7aa0e709439dd47fc001acd0b0727670b6670ea528ac83cb0127f4a28059a4f02b10c82\
        38fdccca174e322a5edc055f8d94138b45e6ab373e43057d74584df1aa460a4ef3cb820808dcee1ca811\
        5a98fb45e618d9392ac3826aa38d7edf9d7c964b36cb908296394b8410e7a1ed9c152c9ca85cbef036fe\
        7ca9bfc41fac9987594afda39662adfba49f6c6f42
        """)
    #expect(
      Hex.encode(proof.span) == """
        01e53cde69c2f31e8412296ba40372951193706e438fc83d3b56358d1ea941fbe1771e3d475269947b92\
        0d262a5ab784a662b8827fbd3914f3b4a2c621d83d50f1562a30451a097db4f655c279f7ec7b22f8e837\
        0e87298bc35955d081f5af0119b12502d8ebddcc35d6dfc29d03270e1d8b
        """)
    pair.dialler.introduce(SessionPair.introduction, at: .zero)
    #expect(
      Hex.encode(pair.takeFromDialler().span) == """
        120000005b8b0bdb928d6a30c141e0e327f0d0e28b03eab491d86afc89fea49f3bd26990568e
        """)
    pair.listener.introduce(SessionPair.introduction, at: .zero)
    #expect(
      Hex.encode(pair.takeFromListener().span) == """
        120000001a948ad0df23171eb179e97b08e69227334bb248304da59faef7322046ee021da755
        """)
  }

  @Test func `the key changes to this one`() {
    var cipher = FrameCipher(key: FixedBytes(repeating: 5))
    var frame: [UInt8] = []
    for _ in 0...TransportLimits.framesPerKey {
      frame = []
      cipher.seal(into: &frame) { $0 += [0, 1, 2, 3] }
    }
    #expect(
      Hex.encode(frame.span) == """
        04000000730d535066f9ee503ff16711fcfdda98fc3e939c
        """)
  }
}
