import Dispatch
import Foundation
import Glibc
import RPC
import Sockets
import Synchronization
import TestSupport

/// A server with one method in two places, and clients for it.
struct RPCBench {
  /// What clients do.
  struct Load {
    let connections: Int
    let ahead: Int
    let method: String
    let seconds: Double
  }

  /// The requests of one client were not answered as they should be.
  struct WrongAnswer: Error {}

  private let server: Server

  init() throws {
    let methods = [("instant", RPCMethod.Effort.instant), ("work", .work)].map { name, effort in
      RPCMethod(
        "bench_\(name)", summary: "A small constant", answer: .quantity,
        example: .init(answer: "0x10"), effort: effort
      ) { _ in .quantity(0x1234_5678 as UInt64) }
    }
    guard let address = SocketAddress("127.0.0.1", port: 0) else { throw WrongAnswer() }
    server = try Server(
      ServerSettings(addresses: [address]),
      application: RPCApplication(RPCInterface(methods), greeting: "bench")
    ) { _ in }
  }

  func stop() { server.stop() }

  /// Puts the load on the server, and describes what came of it.
  func run(_ load: Load) throws -> String {
    let latencies = Mutex<[Double]>([])
    let failures = Atomic<Int>(0)
    let group = DispatchGroup()
    let port = server.addresses[0].port
    let cpuBefore = clock()
    for _ in 0..<load.connections {
      let socket = try ClientSocket(port: port)
      group.enter()
      Thread.detachNewThread {
        if let own = Self.drive(socket, load) {
          latencies.withLock { $0 += own }
        } else {
          failures.wrappingAdd(1, ordering: .relaxed)
        }
        group.leave()
      }
    }
    group.wait()
    guard failures.load(ordering: .relaxed) == 0 else { throw WrongAnswer() }
    let cpuSeconds = Double(clock() - cpuBefore) / Double(CLOCKS_PER_SEC)
    let sorted = latencies.withLock { $0.sorted() }
    let requests = Double(sorted.count * load.ahead)
    func microseconds(_ share: Double) -> Double {
      sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] * 1e6
    }
    let name = load.method.padding(toLength: 14, withPad: " ", startingAt: 0)
    return name
      + String(
        format:
          " connections=%-3d ahead=%-3d %8.0f/s %8.0f/s·core  50%% %6.0f µs  99%% %6.0f µs"
          + "  99.9%% %6.0f µs", load.connections, load.ahead, requests / load.seconds,
        requests / cpuSeconds, microseconds(0.5), microseconds(0.99), microseconds(0.999))
  }

  /// Sends batches until the time is over; the time each took, or nothing if one went wrong.
  private static func drive(_ socket: ClientSocket, _ load: Load) -> [Double]? {
    let body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(load.method)\",\"params\":[]}"
    let request = """
      POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
      Content-Length: \(body.utf8.count)\r\n\r\n\(body)
      """
    let batch = Array(String(repeating: request, count: load.ahead).utf8)
    socket.send(request)
    // Every answer has the length of the first, since only the date changes.
    let answerBytes = socket.receive().count
    guard answerBytes > 0 else { return nil }
    var latencies: [Double] = []
    let clock = ContinuousClock()
    let begun = clock.now
    while clock.now - begun < .seconds(load.seconds) {
      let start = clock.now
      socket.send(batch)
      let answers = socket.receive(exactly: answerBytes * load.ahead)
      guard answers.count == answerBytes * load.ahead, answers.last == UInt8(ascii: "}") else {
        return nil
      }
      latencies.append((clock.now - start) / .seconds(1))
    }
    return latencies
  }
}
