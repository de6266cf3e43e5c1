import Chain

/// The connected nodes, for whoever sends.
struct PeerRoster: Sendable {
  private var byID: [Address: PeerConnection] = [:]
  /// In no order that means anything.
  private(set) var all: [PeerConnection] = []

  subscript(id: Address) -> PeerConnection? { byID[id] }

  mutating func set(_ connection: PeerConnection?, for id: Address) {
    byID[id] = connection
    all = Array(byID.values)
  }
}
