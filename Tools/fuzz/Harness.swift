/// A decoder of outside bytes, and what must hold for whatever it accepts.
struct Harness: Sendable {
  let name: String
  /// Valid inputs, from which replaying and fuzzing start.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Decodes and checks.
  ///
  /// It traps when a rule is broken, which is what the fuzzer looks for.
  let run: @Sendable ([UInt8]) -> Void

  init(
    _ name: String, seeds: @escaping @Sendable () throws -> [[UInt8]],
    run: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.run = run
  }

  static func named(_ name: String) -> Harness? {
    all.first { $0.name == name }
  }
}
