import Codec

extension StateTree {
  /// Proves what a key's value is, or that it has none.
  ///
  /// The reader shows the entries that this tree was made of.
  package func proof<Reader: EntryReader & ~Copyable>(
    of key: StateKey, reading reader: inout Reader
  ) throws(Reader.Failure) -> StateProof {
    guard var node else { return StateProof(steps: [], bucket: [], value: []) }
    var steps: [ProofStep] = []
    var region = Region.all
    while true {
      if case .stub = node {
        var update = TreeUpdate()
        guard let known = try update.build(region, reading: &reader) else { break }
        node = known
      }
      guard let (prefix, branch) = node.branch(in: region) else { break }
      let isRight = key.bit(Int(branch.bit))
      let sibling = isRight ? branch.left : branch.right
      steps.append(ProofStep(bit: branch.bit, sibling: sibling.digest))
      region = Region(around: prefix, branchingAt: Int(branch.bit), isRight: isRight)
      node = isRight ? branch.right : branch.left
    }
    var bucket: [UInt8] = []
    var hashedValue: [UInt8] = []
    try reader.visitEntries(from: region.prefix, below: region.upper) { entryKey, value in
      StateHash.append(key: entryKey, value: value, to: &bucket)
      if value.count > StateLimits.inlineValueSizeBytesMax, StateKey(copying: entryKey) == key {
        hashedValue = [UInt8](copying: value)
      }
      return true
    }
    return StateProof(steps: steps, bucket: bucket, value: hashedValue)
  }
}
