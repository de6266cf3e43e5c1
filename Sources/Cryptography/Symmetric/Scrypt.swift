import Codec

/// Key derivation from a passphrase by RFC 7914, at a checked cost in memory and time.
///
/// RFC 7914 §2 also wants the cost below 2^(16 · block size). That only concerns a block size of
/// one, and a published key file has it with a cost of 2^18, so the rule is not kept here.
package struct Scrypt: Hashable, Sendable {
  /// What the table may take, which is `128 · cost · blockSize` bytes.
  package static var memoryBytesMax: Int { 1 << 30 }
  /// How large `cost · blockSize · parallelism` may be: eight times what tools commonly ask for.
  package static var workMax: Int { 1 << 24 }
  package static var blockSizeMax: Int { 1 << 10 }
  package static var parallelismMax: Int { 1 << 10 }

  /// N, a power of two: how many entries the table has.
  package let cost: Int
  /// r: how long an entry is, in steps of 128 bytes.
  package let blockSize: Int
  /// p: how many times the work is done, one after the other.
  package let parallelism: Int

  package init(cost: Int, blockSize: Int, parallelism: Int) throws(KeyDerivationError) {
    guard cost > 1, cost & (cost - 1) == 0 else { throw .costNotPowerOfTwo(cost) }
    guard 1...Self.blockSizeMax ~= blockSize else {
      throw .blockSize(blockSize, limit: Self.blockSizeMax)
    }
    guard 1...Self.parallelismMax ~= parallelism else {
      throw .parallelism(parallelism, limit: Self.parallelismMax)
    }
    // By division, so that no product can overflow.
    guard cost <= Self.memoryBytesMax / (128 * blockSize) else {
      throw .memory(cost: cost, blockSize: blockSize, limitBytes: Self.memoryBytesMax)
    }
    guard cost * blockSize <= Self.workMax / parallelism else {
      throw .work(
        cost: cost, blockSize: blockSize, parallelism: parallelism, limit: Self.workMax)
    }
    self.init(checkedCost: cost, blockSize: blockSize, parallelism: parallelism)
  }

  private init(checkedCost cost: Int, blockSize: Int, parallelism: Int) {
    self.cost = cost
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// What Ethereum tools use by default: 256 MiB and about a second.
  package static var standard: Self {
    Self(checkedCost: 1 << 18, blockSize: 8, parallelism: 1)
  }

  /// What Ethereum tools use on small machines: 4 MiB and about a twentieth of a second.
  package static var light: Self {
    Self(checkedCost: 1 << 12, blockSize: 8, parallelism: 6)
  }

  /// Fills a key with derived bytes (RFC 7914 §6).
  package func derive(
    _ key: inout MutableSpan<UInt8>, passphrase: Span<UInt8>, salt: Span<UInt8>
  ) {
    let laneBytes = 128 * blockSize
    var lanes = [UInt8](repeating: 0, count: laneBytes * parallelism)
    var span = lanes.mutableSpan
    PBKDF2.once.derive(&span, passphrase: passphrase, salt: salt)

    var table: [SalsaBlock] = []
    table.reserveCapacity(2 * blockSize * cost)
    for lane in 0..<parallelism {
      mixLane(&span, from: lane * laneBytes, table: &table)
    }
    table.erase()

    PBKDF2.once.derive(&key, passphrase: passphrase, salt: lanes.span)
    lanes.erase()
  }

  /// RFC 7914 §5, scryptROMix: fills the table, then walks it in an order only the data knows.
  private func mixLane(
    _ bytes: inout MutableSpan<UInt8>, from start: Int, table: inout [SalsaBlock]
  ) {
    let count = 2 * blockSize
    var entry = (0..<count).map { index in
      SalsaBlock(bytes.span, at: start + SalsaBlock.countBytes * index)
    }
    var mixed = [SalsaBlock](repeating: .zero, count: count)
    table.removeAll(keepingCapacity: true)
    for _ in 0..<cost {
      table.append(contentsOf: entry)
      mix(entry, into: &mixed)
      swap(&entry, &mixed)
    }
    for _ in 0..<cost {
      let row = count * (Int(entry[count - 1].firstWord) & (cost - 1))
      for index in 0..<count { entry[index] ^= table[row + index] }
      mix(entry, into: &mixed)
      swap(&entry, &mixed)
    }
    for index in 0..<count {
      entry[index].store(in: &bytes, at: start + SalsaBlock.countBytes * index)
    }
    entry.erase()
    mixed.erase()
  }

  /// RFC 7914 §4, scryptBlockMix: even blocks go to the first half, odd ones to the second.
  private func mix(_ entry: [SalsaBlock], into mixed: inout [SalsaBlock]) {
    var block = entry[2 * blockSize - 1]
    for index in 0..<blockSize {
      block ^= entry[2 * index]
      block.mix()
      mixed[index] = block
      block ^= entry[2 * index + 1]
      block.mix()
      mixed[blockSize + index] = block
    }
  }
}
