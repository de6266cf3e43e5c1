import Codec
import Cryptography
import State
import TestSupport
import Testing

@Suite("Proofs about the state")
struct StateProofTests {
  private static func proof(of key: StateKey, in state: InMemoryState) -> StateProof {
    var reader = state
    return state.tree.proof(of: key, reading: &reader)
  }

  @Test(
    "Every key's value is proven, and that others have none", arguments: KeyShape.allCases,
    [0, 1, 16, 17, 500])
  func proving(shape: KeyShape, count: Int) throws {
    let state = DrawnState(shape, count: count).state
    for number in 0..<count + 40 {
      let key = shape.key(number)
      let proof = Self.proof(of: key, in: state)
      #expect(try proof.value(of: key, under: state.root) == state.value(for: key))
      let again = try StateProof(canonicalBytes: proof.canonicalBytes.span)
      #expect(again == proof)
    }
  }

  @Test("A key of a table without entries is proven to have no value")
  func otherTable() throws {
    let state = DrawnState(.grouped, count: 300).state
    for id in [0, 1, 3, 255] as [UInt8] {
      for size in [1, 2, 20, 64] {
        let key = Table(id, keySizeBytes: size).key(holding: [UInt8](repeating: 0x5A, count: size))
        let proof = Self.proof(of: key, in: state)
        #expect(try proof.value(of: key, under: state.root) == nil)
      }
    }
  }

  @Test("A proof holds for its key and root only", arguments: KeyShape.allCases)
  func otherKeys(shape: KeyShape) throws {
    let state = DrawnState(shape, count: 200).state
    var other = state
    var changes = ChangeSet()
    changes.put([200], for: shape.key(3))
    other.apply(changes)
    for number in 0..<200 {
      let key = shape.key(number)
      let proof = Self.proof(of: key, in: state)
      #expect(throws: StateProofError.self) { try proof.value(of: key, under: other.root) }
      // For another key it proves that one's value, or nothing.
      let stranger = shape.key((number * 7 + 1) % 260)
      if let proven = try? proof.value(of: stranger, under: state.root) {
        #expect(proven == state.value(for: stranger))
      }
    }
  }

  @Test("No damaged proof proves anything else", arguments: KeyShape.allCases)
  func damage(shape: KeyShape) throws {
    let state = DrawnState(shape, count: 120).state
    for number in [5, 130] {
      let key = shape.key(number)
      let form = Self.proof(of: key, in: state).canonicalBytes
      for byte in form.indices {
        var damaged = form
        damaged[byte] ^= 1 << UInt8(byte % 8)
        guard let proof = try? StateProof(canonicalBytes: damaged.span) else { continue }
        #expect(throws: StateProofError.self) { try proof.value(of: key, under: state.root) }
      }
    }
  }

  @Test("A large value is proven by its hash, and a forged one is refused")
  func largeValue() throws {
    var state = DrawnState(.scattered, count: 60).state
    let key = KeyShape.scattered.key(1_000)
    let value = [UInt8](repeating: 7, count: 5_000)
    var changes = ChangeSet()
    changes.put(value, for: key)
    state.apply(changes)
    let proof = Self.proof(of: key, in: state)
    #expect(try proof.value(of: key, under: state.root) == value)
    var forged = value
    forged[4_999] = 8
    for other in [forged, [], Array(value.dropLast()), value + [0]] {
      let changed = StateProof(steps: proof.steps, bucket: proof.bucket, value: other)
      #expect(throws: StateProofError.otherValue) { try changed.value(of: key, under: state.root) }
    }
  }

  @Test("Decoding refuses every form that encoding does not give")
  func rejection() {
    let state = DrawnState(.scattered, count: 60).state
    #expect(Rejection.violations(of: Self.proof(of: KeyShape.scattered.key(7), in: state)) == [])
  }
}
