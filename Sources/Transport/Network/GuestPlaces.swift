package import Sockets

/// The places for nodes that dialled this one, speak for no validator, and were not asked for.
package enum GuestPlaces {
  /// Why a node gets none beside those that have one, or nothing if it does.
  ///
  /// One network may have some of the places and not all, so that whoever owns it cannot keep
  /// everybody else out.
  package static func refusal(
    of address: SocketAddress, beside others: [SocketAddress], limits: TransportLimits
  ) -> String? {
    guard others.count < limits.inboundCountMax else {
      return "all \(limits.inboundCountMax) places are taken"
    }
    guard !address.isLoopback else { return nil }
    let network = address.networkKey
    let neighbourCount = others.count { !$0.isLoopback && $0.networkKey == network }
    guard neighbourCount < limits.inboundCountPerNetworkMax else {
      return "all \(limits.inboundCountPerNetworkMax) places for its network are taken"
    }
    return nil
  }
}
