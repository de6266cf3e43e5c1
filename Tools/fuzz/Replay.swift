import Foundation
import TestSupport

/// Runs what is already known to be interesting, without the sanitizer.
enum Replay {
  /// How many changed copies of each known input are tried as well.
  static let mutationsPerInput = 200

  /// Replays the seeds and the corpus of every harness; returns how many inputs it ran.
  static func run(corpus folder: String) throws -> Int {
    var count = 0
    for harness in Harness.all {
      let inputs = try harness.seeds() + Corpus(of: harness, in: folder).inputs()
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

  /// Writes what is known of a harness where the fuzzer looks for inputs to start from.
  static func prepare(_ harness: Harness, in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, input) in (try harness.seeds() + Corpus(of: harness).inputs()).enumerated() {
      try Data(input).write(to: folder.appendingPathComponent("known-\(index)"))
    }
  }
}
