import Chain
import Codec
import Cryptography
import TestSupport

/// Files and what becomes of them.
extension Crowd {
  /// What the contract says about a file.
  struct File {
    let words: Words

    var id: FixedBytes<32> { words.word(0) }
    var owner: Address { words.address(2) }
    var nextOwner: Address { words.address(3) }
    /// 1 recorded, 2 stored, 3 expired, 4 expired for too long.
    var standing: UInt128 { words.number(9) }

    /// The hashes of its slices, which follow from that of the whole.
    var slices: [FixedBytes<32>] {
      Crowd.slices(of: words.word(1), count: Int(words.number(6)))
    }
  }

  fileprivate static func slices(of file: FixedBytes<32>, count: Int) -> [FixedBytes<32>] {
    (0..<count).map { Keccak256.hash((file.array + [UInt8($0)]).span).bytes }
  }

  private static func leaves(of slices: [FixedBytes<32>]) -> [Digest] {
    slices.map { MerkleList.leaf($0.storage.span) }
  }

  private func file(_ sender: Address, _ data: [UInt8], value: UInt128 = 0) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.files, value: value, data: data)
  }

  /// The newest files of some of the clients.
  func files(seeing sight: Sight) -> [File] {
    clients.flatMap { owner -> [File] in
      let data = calldata(
        "filesByOwner(address,uint256,uint16)", owner, UInt256.zero, 1_000 as UInt16)
      guard let answer = sight.ask(Self.files, data) else { return [] }
      return answer.list(of: 16).map { File(words: $0) }
    }
  }

  func file(seeing sight: Sight) -> CallDraft? {
    let files = files(seeing: sight)
    switch random.number(in: 0...9) {
    case 0: return record()
    case 1, 2:
      return any(of: files.filter { $0.standing == 1 }).flatMap { confirm($0, seeing: sight) }
        ?? record()
    case 3:
      guard let one = any(of: files.filter { $0.standing == 2 || $0.standing == 3 }) else {
        return confirmed(files, seeing: sight)
      }
      return file(
        client, calldata("renewFile(bytes32,uint32)", one.id, UInt32(random.number(in: 1...3))),
        value: Self.stos)
    case 4:
      return any(of: files).map {
        file($0.owner, calldata("transferFile(bytes32,address)", $0.id, client))
      } ?? record()
    case 5:
      guard let offered = any(of: files.filter { $0.nextOwner != .zero }) else {
        return any(of: files).map {
          file($0.owner, calldata("transferFile(bytes32,address)", $0.id, client))
        } ?? record()
      }
      return file(offered.nextOwner, calldata("acceptFile(bytes32)", offered.id))
    case 6:
      return any(of: files).map { file($0.owner, calldata("removeFile(bytes32)", $0.id)) }
        ?? record()
    case 7:
      guard let old = any(of: files.filter { $0.standing == 4 }) else {
        return confirmed(files, seeing: sight)
      }
      return file(client, calldata("pruneFile(bytes32)", old.id))
    default:
      return any(of: files.filter { $0.standing == 2 }).flatMap { lose($0, seeing: sight) }
        ?? confirmed(files, seeing: sight)
    }
  }

  private func confirmed(_ files: [File], seeing sight: Sight) -> CallDraft? {
    any(of: files.filter { $0.standing == 1 }).flatMap { confirm($0, seeing: sight) } ?? record()
  }

  private func record() -> CallDraft {
    let hash = random.digest().bytes
    let slices = Self.slices(of: hash, count: random.number(in: 1...4))
    var list = MerkleList()
    for leaf in Self.leaves(of: slices) { list.append(leaf: leaf) }
    let data = calldata(
      "recordFile(bytes32,uint64,bytes32,uint32,uint8,uint8,uint32)", hash,
      UInt64(slices.count - 1) * 33_554_432 + 1_000, list.root.bytes, UInt32(slices.count),
      UInt8(random.number(in: 0...5)), 0 as UInt8, UInt32(random.number(in: 1...3)))
    return file(client, data, value: Self.stos)
  }

  private func confirm(_ one: File, seeing sight: Sight) -> CallDraft? {
    let placement = FixedBytes<32>(repeating: 9)
    let type = """
      ConfirmFile(bytes32 id,bytes32 placementRoot,uint64 sizeBytes,bytes32 slicesRoot,\
      uint32 sliceCount,uint8 replicas,uint64 counter)
      """
    let terms = digest(type, for: Self.files) {
      $0.write(Digest(one.id))
      $0.write(Digest(placement))
      for place in 4...7 { $0.write(one.words[place]) }
      $0.write(one.words[15])
    }
    return approvals(of: terms, seeing: sight).map {
      file(client, calldata("confirmFile(bytes32,bytes32,bytes)", one.id, placement, $0))
    }
  }

  private func lose(_ one: File, seeing sight: Sight) -> CallDraft? {
    let slices = one.slices
    let slice = random.number(in: 0...(slices.count - 1))
    guard let lost = any(of: resources), let replacement = any(of: resources) else { return nil }
    let type = """
      ReportSliceLoss(bytes32 id,uint32 slice,bytes32 sliceHash,address lost,\
      address replacement,uint64 counter)
      """
    let terms = digest(type, for: Self.files) {
      $0.write(Digest(one.id))
      $0.write(UInt256(UInt32(slice)))
      $0.write(Digest(slices[slice]))
      $0.write(address: lost.bytes)
      $0.write(address: replacement.bytes)
      $0.write(one.words[15])
    }
    let proof = MerkleProof(of: UInt32(slice), in: Self.leaves(of: slices))
    return approvals(of: terms, seeing: sight).map {
      file(
        client,
        calldata(
          "reportSliceLoss(bytes32,uint32,bytes32,bytes32[],address,address,bytes)", one.id,
          UInt32(slice), slices[slice], proof.siblings.map(\.bytes), lost, replacement, $0))
    }
  }
}
