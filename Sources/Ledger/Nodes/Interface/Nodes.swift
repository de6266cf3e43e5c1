import Chain

/// The contract at `…1002`: the nodes that serve traffic, and the ones that keep account of it.
enum Nodes {
  static var address: Address { Address(protocol: 0x1002) }

  /// How many meta nodes have seats at most.
  static let seatsMax = 100

  static let contract = Contract(
    "Nodes", "Resource and meta nodes, their deposits, and the quorum of the meta nodes.",
    actions: [], queries: [], events: [])
}
