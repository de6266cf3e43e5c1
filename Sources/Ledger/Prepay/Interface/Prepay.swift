import Chain

/// The contract at `…1005`: buying ozone, and contracts that pay for others' traffic.
enum Prepay {
  static var address: Address { Address(protocol: 0x1005) }

  static let contract = Contract(
    "Prepay", "Buying ozone, which pays for traffic, for oneself or for others.",
    actions: [], queries: [], events: [])
}
