import Dispatch
import Foundation
package import Sockets

/// An HTTP and WebSocket server: one thread for the sockets, some for the work.
package final class Server: Sendable {
  /// Where it listens, with the ports the system chose.
  package let addresses: [SocketAddress]
  private let loop: EventLoop
  private let pool: WorkerPool
  private let running = DispatchGroup()

  /// Starts to serve.
  package init(
    _ settings: ServerSettings, application: any ServerApplication,
    report: @escaping @Sendable (ServerEvent) -> Void
  ) throws(SocketError) {
    pool = WorkerPool(threadCount: settings.workerCount, queueCountMax: settings.queueCountMax)
    do throws(SocketError) {
      loop = try EventLoop(settings, application: application, pool: pool, report: report)
      addresses = loop.addresses
    } catch {
      pool.stop()
      throw error
    }
    for address in addresses {
      report(.listening(address))
      if !address.isLoopback { report(.exposed(address)) }
    }
    running.enter()
    let thread = Thread { [loop, running] in
      loop.run()
      running.leave()
    }
    thread.name = "rpc-sockets"
    thread.start()
  }

  /// Takes no more requests, answers those at work, and returns when all is closed; what is not
  /// done in time is cut off.
  package func stop(within time: Duration = .seconds(5)) {
    loop.stop(within: time)
    running.wait()
    pool.stop()
  }
}
