import Chain
import Cryptography
import Foundation
import Node
import Synchronization

/// The program with a clock that is set from outside.
///
/// Each line of its standard input says by how many milliseconds the clock is ahead of the
/// machine's from then on.
@main
enum SteppedNode {
  private static let aheadMilliseconds = Mutex<Int64>(0)

  static func main() {
    let machine = NodeClock()
    let clock = NodeClock {
      Timestamp(UInt64(Int64(machine.time.units) + aheadMilliseconds.withLock { $0 }))
    }
    Thread.detachNewThread {
      while let line = readLine(), let number = Int64(line) {
        aheadMilliseconds.withLock { $0 = number }
      }
    }
    let tree = Program.tree(standard: .standard, light: .light, clock: clock)
    Program.run(tree, Array(CommandLine.arguments.dropFirst()))
  }
}
