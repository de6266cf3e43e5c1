import Dispatch
import Glibc
import Node
import RPC
import Sockets

/// `workbench echo`: what comes back is judged by test suites for WebSocket and HTTP.
enum EchoCommand {
  static let command = Command(
    "echo", summary: "Serve WebSocket and HTTP, and send everything back",
    discussion: """
      The same code that a node serves its clients with, so that test suites of others can judge \
      it: messages come back over WebSocket, and bodies of type application/json over HTTP. It \
      runs until it is interrupted.
      """,
    examples: [.init("workbench echo --port 9001", "Serves at port 9001 of this machine.")],
    options: [
      .init([
        .value(
          "port", .number(0...65_535), name: "N", .standard("9001"),
          summary: "The port, or 0 for any that is free"),
        .value(
          "size-max", .number(1...1 << 30), name: "BYTES", .standard("16777216"),
          summary: "The longest message or body"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let port = UInt16(invocation.value("port", as: UInt64.self))
    guard let address = SocketAddress("127.0.0.1", port: port) else {
      preconditionFailure("the address is one")
    }
    var settings = ServerSettings(addresses: [address])
    settings.limits.bodyBytesMax = Int(invocation.value("size-max", as: UInt64.self))
    settings.limits.outputBytesMax = settings.limits.bodyBytesMax
    settings.memoryBytesMax = 8 * settings.limits.bodyBytesMax
    let server: Server
    do {
      server = try Server(settings, application: EchoApplication()) { event in
        try? console.print("\(event)\n")
      }
    } catch {
      throw .failed("the server cannot be started: \(error)")
    }
    waitForInterruption()
    server.stop()
  }

  /// Returns when somebody asks the process to end.
  private static func waitForInterruption() {
    let asked = DispatchSemaphore(value: 0)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { asked.signal() }
      source.resume()
      return source
    }
    asked.wait()
    for source in sources { source.cancel() }
  }
}
