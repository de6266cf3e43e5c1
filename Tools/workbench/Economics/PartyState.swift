import Chain
import Cryptography
import TestSupport

/// A party of a scenario as it stands at some moment, with its keys.
struct PartyState {
  let name: String
  /// Pays and is paid for everything its nodes do; the operator of its validator.
  var purse: Wallet
  let resourceNodes: [Wallet]
  let metaNodes: [Wallet]
  let metaCandidates: [Wallet]
  var consumers: [Wallet]
  var habits: Scenario.Habits?
  var isSilent = false
  var nodesAreGone = false

  init(_ party: Scenario.Party, keys: inout UInt64) throws {
    func wallets(_ count: Int) throws -> [Wallet] {
      try (0..<count).map { _ in
        keys += 1
        return try Wallet(seed: keys)
      }
    }
    name = party.name
    purse = try wallets(1)[0]
    resourceNodes = try wallets(party.resourceNodes ?? 0)
    metaNodes = try wallets(party.metaNodes ?? 0)
    metaCandidates = try wallets(party.metaCandidates ?? 0)
    consumers = try wallets(party.consumers ?? 0)
    habits = party.habits
  }

  /// Every account that is the party's.
  var accounts: [Address] { [purse.address] + consumers.map(\.address) }

  /// What its consumers do in an epoch.
  func habits(in epoch: UInt64) -> Scenario.Habits? {
    habits.flatMap { epoch >= $0.firstEpoch ?? 1 ? $0 : nil }
  }
}
