import Node

/// `workbench bench-rpc`: requests to an interface of one method, over real sockets.
enum RPCBenchCommand {
  static let command = Command(
    "bench-rpc", summary: "Time requests over HTTP and JSON-RPC on this machine",
    discussion: """
      Client and server run in this one process. Each line has how many connections there are, how \
      many requests each sends ahead, where the method runs, requests a second, requests a second \
      of processor time of both ends together, and how long one batch of requests takes.
      """,
    options: [
      .init([
        .value(
          "seconds", .number(1...600), name: "N", .standard("2"),
          summary: "How long each line takes"
        )
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let seconds = Double(invocation.value("seconds", as: UInt64.self))
    do {
      let bench = try RPCBench()
      for effort in ["instant", "work"] {
        for (connections, ahead) in [(1, 1), (8, 1), (32, 1), (1, 16), (8, 16)] {
          let load = RPCBench.Load(
            connections: connections, ahead: ahead, method: "bench_\(effort)", seconds: seconds)
          try console.print(try bench.run(load) + "\n")
        }
      }
      bench.stop()
    } catch {
      throw .failed("the server cannot be timed: \(error)")
    }
  }
}
