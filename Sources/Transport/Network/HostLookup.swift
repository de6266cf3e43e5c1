import Chain
import Dispatch
import Sockets

/// Asks for the addresses of hosts on threads of its own, since that may take long.
final class HostLookup: Sendable {
  private let queue = DispatchQueue(label: "peer-names", attributes: .concurrent)
  /// At most so many at once, for each holds a thread.
  private let places = DispatchSemaphore(value: 8)

  /// Calls back on another thread; false, and no call, if too many lookups are under way.
  func addresses(
    of endpoint: PeerEndpoint,
    then body: @escaping @Sendable (Result<[SocketAddress], SocketError>) -> Void
  ) -> Bool {
    guard places.wait(timeout: .now()) == .success else { return false }
    queue.async { [places] in
      let result: Result<[SocketAddress], SocketError>
      do throws(SocketError) {
        result = .success(
          try SocketAddress.lookUp(host: endpoint.host, port: endpoint.port))
      } catch {
        result = .failure(error)
      }
      places.signal()
      body(result)
    }
    return true
  }
}
