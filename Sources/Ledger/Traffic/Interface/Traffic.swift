import Chain

/// The contract at `…1004`: reports of the traffic that consumers signed for, and its rewards.
enum Traffic {
  static var address: Address { Address(protocol: 0x1004) }

  static let contract = Contract(
    "Traffic", "Reports of traffic that consumers signed for, and the rewards for serving it.",
    actions: [], queries: [], events: [])
}
