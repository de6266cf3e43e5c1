package import Chain
import Cryptography

/// Every contract of the chain, and which one answers at an address.
package enum Contracts {
  /// A contract with the address of its own where it is called.
  package struct Placed: Sendable {
    package let address: Address
    package let contract: Contract
  }

  /// In the order of their addresses.
  package static let placed = [
    Placed(address: Staking.address, contract: Staking.contract),
    Placed(address: Nodes.address, contract: Nodes.contract),
    Placed(address: Files.address, contract: Files.contract),
    Placed(address: Traffic.address, contract: Traffic.contract),
    Placed(address: Prepay.address, contract: Prepay.contract),
    Placed(address: Exchange.address, contract: Exchange.contract),
    Placed(address: Tokens.address, contract: Tokens.contract),
    Placed(address: Governance.address, contract: Governance.contract),
    Placed(address: .stos, contract: ERC20.contract),
  ]

  /// What answers at each token and at each pool.
  package static let faces = [ERC20.contract, PairFace.contract]

  /// Hashed once, since every log begins with one; only looked up, never walked through.
  private static let topics: [ObjectIdentifier: Digest] = {
    var topics: [ObjectIdentifier: Digest] = [:]
    for contract in placed.map(\.contract) + faces {
      for event in contract.events { topics[event.type] = event.topic }
    }
    return topics
  }()

  /// The first topic of an event's logs.
  static func topic(of event: (some Event).Type) -> Digest {
    guard let topic = topics[ObjectIdentifier(event)] else {
      preconditionFailure("every event is listed by its contract")
    }
    return topic
  }

  static func placed(at address: Address) -> Contract? {
    placed.first { $0.address == address }?.contract
  }

  /// What answers at an address; nothing if it is somebody's, or reserved for what is to come.
  static func answering(at address: Address, in books: Books) -> Contract? {
    if address.isReserved { return placed(at: address) }
    return switch books.account(address).kind {
    case .keyed, .prepayContract: nil
    case .token: ERC20.contract
    case .pool: PairFace.contract
    }
  }
}
