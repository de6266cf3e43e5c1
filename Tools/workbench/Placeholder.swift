@main struct Placeholder {
  static func main() throws {
    let run = BenchmarkRun(rounds: 60)
    for b in try benchmarkSuite() where CommandLine.arguments.dropFirst().allSatisfy({ b.name == $0 }) { let m = run.measure(b); print(b.name, b.size, m.seconds*1e9, "ns ratio", m.ratio) }
  }
}
