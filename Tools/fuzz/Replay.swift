import Foundation
import TestSupport

/// Runs what is already known to be interesting, without the sanitizer.
enum Replay {
  /// How many changed copies of each known input are tried as well.
  static let mutationsPerInput = 2_000

  /// Replays the seeds and the kept inputs of every harness; returns how many inputs it ran.
  static func run(corpus: URL) throws -> Int {
    var count = 0
    for harness in Harness.all {
      let inputs = try harness.seeds() + kept(for: harness, in: corpus)
      for (index, input) in inputs.enumerated() {
        harness.run(input)
        var random = SplitMix64(seed: UInt64(index))
        for _ in 0..<mutationsPerInput { harness.run(mutated(input, with: &random)) }
        count += 1 + mutationsPerInput
      }
      print("\(harness.name): \(inputs.count) inputs, each in \(1 + mutationsPerInput) forms")
    }
    return count
  }

  private static func kept(for harness: Harness, in corpus: URL) throws -> [[UInt8]] {
    let folder = corpus.appendingPathComponent(harness.name)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      try Array(Data(contentsOf: folder.appendingPathComponent(name)))
    }
  }

  /// Flips, replaces, removes, repeats or adds a few bytes.
  private static func mutated(_ input: [UInt8], with random: inout SplitMix64) -> [UInt8] {
    var bytes = input
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2 where !bytes.isEmpty: bytes.removeSubrange(place..<min(bytes.count, place + 4))
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      }
    }
    return bytes
  }

  /// Writes the seeds of a harness where the fuzzer looks for inputs to start from.
  static func writeSeeds(of harness: Harness, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, seed) in try harness.seeds().enumerated() {
      try Data(seed).write(to: folder.appendingPathComponent("seed-\(index)"))
    }
  }
}
