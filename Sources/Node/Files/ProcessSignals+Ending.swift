import Dispatch
import Glibc

extension ProcessSignals {
  /// Signals that are being caught, until it is told to stop.
  package struct Catching {
    fileprivate let sources: [any DispatchSourceSignal]

    package func stop() {
      for source in sources { source.cancel() }
    }
  }

  /// Has somebody told, instead of ending the process, when it is asked to end.
  ///
  /// Whoever asks a second time is not kept waiting.
  package static func catchEnding(_ body: @escaping @Sendable (String) -> Void) -> Catching {
    let queue = DispatchQueue(label: "signals")
    let names = [SIGTERM: "SIGTERM", SIGINT: "SIGINT"]
    let sources = names.map { number, name in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        body(name)
        // Programs such as `timeout` send it twice, to the process and to its group.
        queue.asyncAfter(deadline: .now() + .seconds(1)) { signal(number, SIG_DFL) }
      }
      source.resume()
      return source
    }
    return Catching(sources: sources)
  }
}
