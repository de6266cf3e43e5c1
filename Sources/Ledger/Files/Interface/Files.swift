import Chain

/// The contract at `…1003`: records of files, the storage they paid for, and lost slices.
enum Files {
  static var address: Address { Address(protocol: 0x1003) }

  static let contract = Contract(
    "Files", "Records of files, the storage they paid for, and the loss of their slices.",
    actions: [], queries: [], events: [])
}
