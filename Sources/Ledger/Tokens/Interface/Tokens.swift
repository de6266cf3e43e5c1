import Chain

/// The contract at `…1007`: creating tokens, each of which then answers at an address of its own.
enum Tokens {
  static var address: Address { Address(protocol: 0x1007) }

  static let contract = Contract(
    "Tokens", "Creates tokens; each also answers ERC-20 at its own address.",
    actions: [CreateToken.self, Mint.self],
    queries: [TokenOf.self, ListTokens.self],
    events: [TokenCreated.self])
}
