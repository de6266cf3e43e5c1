import Chain
import Codec
import Cryptography

/// Every benchmark whose name begins with the prefix, in the order of the modules.
func benchmarkSuite(_ prefix: String) throws -> [Benchmark] {
  let operations = try smallBenchmarks().filter { $0.name.hasPrefix(prefix) }
  // Large states are made only for who wants them.
  var large: [Benchmark] = []
  if LedgerBenchmarks.names.contains(where: { $0.hasPrefix(prefix) }) {
    large += try LedgerBenchmarks().benchmarks.filter { $0.name.hasPrefix(prefix) }
  }
  if MempoolBenchmarks.prefix.hasPrefix(prefix) || prefix.hasPrefix(MempoolBenchmarks.prefix) {
    large += try MempoolBenchmarks().benchmarks.filter { $0.name.hasPrefix(prefix) }
  }
  if TransportBenchmarks.prefix.hasPrefix(prefix) || prefix.hasPrefix(TransportBenchmarks.prefix) {
    large += try TransportBenchmarks().benchmarks.filter { $0.name.hasPrefix(prefix) }
  }
  if ConsensusBenchmark.name.hasPrefix(prefix) {
    large.append(try ConsensusBenchmark(memberCount: 100).benchmark)
  }
  if CloseBenchmark.name.hasPrefix(prefix) {
    for count in [100, 1_000_000] {
      large.append(try CloseBenchmark(delegatorCount: count).benchmark)
    }
  }
  if PageBenchmark.names.contains(where: { $0.hasPrefix(prefix) }) {
    large += try PageBenchmark().benchmarks.filter { $0.name.hasPrefix(prefix) }
  }
  if SettlementBenchmark.name.hasPrefix(prefix) {
    for (nodes, consumers, vouchers) in [(50, 1_000, 500), (50_000, 1_000_000, 500_000)] {
      large.append(
        try SettlementBenchmark(
          resourceCount: nodes, consumerCount: consumers, voucherCount: vouchers
        ).benchmark)
    }
  }
  return operations + large
}

private func smallBenchmarks() throws -> [Benchmark] {
  let calibration = Calibration()
  let key = try PrivateKey(FixedBytes(repeating: 0x21))
  let publicKey = key.publicKey
  let digest = Keccak256.hash("tradewind")
  let signature = key.sign(digest)
  let block = [UInt8](repeating: 0xA5, count: 64)
  let kibibyte = [UInt8](repeating: 0xA5, count: 1024)
  let message = [UInt8](repeating: 0xA5, count: 16 * 1024)
  let header: [UInt8] = []
  let raw = UnsignedTransaction(
    chainID: ChainID(20480), nonce: 7, maxPriorityFeePerGas: Wei(gwei: 1),
    maxFeePerGas: Wei(gwei: 3), gasLimit: Gas(21_000),
    recipient: Address(FixedBytes(repeating: 0x42)), value: Wei(stos: 1)
  ).signed(by: key)
  let signer = SigningKey(key: key)
  return [
    Benchmark("keccak.permutation", size: 1) { times in
      var state = KeccakState()
      for _ in 0..<times { state.permute() }
      sink(UInt8(truncatingIfNeeded: state.lanes[0]))
    },
    Benchmark("keccak.hash", size: block.count) { times in
      for _ in 0..<times { sink(Keccak256.hash(block.span).bytes[0]) }
    },
    Benchmark("keccak.hash", size: kibibyte.count) { times in
      for _ in 0..<times { sink(Keccak256.hash(kibibyte.span).bytes[0]) }
    },
    Benchmark("libsecp256k1.verify", size: 1) { times in calibration.verify(times: times) },
    Benchmark("signature.verify", size: 1) { times in
      for _ in 0..<times { sink(publicKey.isValid(signature, for: digest) ? 1 : 0) }
    },
    Benchmark("libsecp256k1.recover", size: 1) { times in calibration.recover(times: times) },
    Benchmark("signature.recover", size: 1) { times in
      for _ in 0..<times {
        sink((try? PublicKey(recoveredFrom: signature, for: digest)) == nil ? 0 : 1)
      }
    },
    Benchmark("signature.sign", size: 1) { times in
      for _ in 0..<times { sink(signer.key.sign(digest).bytes[0]) }
    },
    Benchmark("chacha20poly1305.seal", size: message.count) { times in
      let cipher = ChaCha20Poly1305(key: FixedBytes(repeating: 0x33))
      var bytes = message
      for _ in 0..<times {
        var span = bytes.mutableSpan
        sink(cipher.seal(&span, header: header.span, nonce: FixedBytes.zero)[0])
      }
    },
    Benchmark("transaction.decode+hash", size: raw.count) { times in
      for _ in 0..<times {
        let transaction = try? Transaction(decoding: raw, for: ChainID(20480))
        sink(transaction?.hash.bytes[0] ?? 0)
      }
    },
    Benchmark("transaction.decode+hash+digest", size: raw.count) { times in
      for _ in 0..<times {
        let transaction = try? Transaction(decoding: raw, for: ChainID(20480))
        sink(transaction?.signedDigest.bytes[0] ?? 0)
      }
    },
  ]
}

/// Holds a key for closures, which cannot capture a value that is not copyable.
private final class SigningKey {
  let key: PrivateKey

  init(key: consuming PrivateKey) {
    self.key = key
  }
}

/// Takes a result where the optimiser may not look, so that what led to it is not left out.
@inline(never)
@_optimize(none)
private func sink(_ value: UInt8) {
  withExtendedLifetime(value) {}
}
