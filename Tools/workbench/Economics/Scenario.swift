import Foundation

/// Who takes part in an economy, and what happens in it; read from a file.
package struct Scenario: Decodable {
  /// People who act together and keep one purse.
  struct Party: Decodable {
    let name: String
    /// The stake of its validator, if it has one.
    var validatorStakeSTOS: UInt64?
    var resourceNodes: Int?
    var nodeDepositSTOS: UInt64?
    var metaNodes: Int?
    /// Meta nodes that wait for a seat.
    var metaCandidates: Int?
    var metaDepositSTOS: UInt64?
    var consumers: Int?
    /// What each of its consumers does; nothing before its first epoch.
    var habits: Habits?
  }

  /// How the consumers of a party behave, each of them, until something else is said.
  struct Habits: Decodable {
    /// What each spends on ozone in an epoch.
    var buysMilliSTOS: UInt64
    /// How much of its ozone it uses in an epoch, in hundredths.
    var usesPercent: UInt64
    /// Whose nodes it lets serve it; everybody's if nobody is named.
    var servedBy: String?
    var firstEpoch: UInt64?
  }

  /// Something that changes at the beginning of an epoch.
  struct Turn: Decodable {
    let epoch: UInt64
    let party: String
    var habits: Habits?
    /// Whether its meta nodes sign nothing from here on.
    var metaNodesAreSilent: Bool?
    /// Whether its resource nodes are removed.
    var nodesLeave: Bool?
    /// Whether two thirds of the stake seat its candidates, or unseat its meta nodes.
    var seatsCandidates: Bool?
    var losesSeats: Bool?
  }

  let name: String
  let about: String
  package let epochs: UInt64
  var minedSTOS: UInt64?
  var subsidyCapBp: UInt64?
  var reportEpochs: UInt64?
  let parties: [Party]
  var turns: [Turn]?
  /// A party whose traffic is left out in a second run, to see what it gains by it.
  var withoutTrafficOf: String?

  package static func read(_ path: String) throws -> Scenario {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let scenario = try JSONDecoder().decode(Scenario.self, from: data)
    let names = Set(scenario.parties.map(\.name))
    let named =
      (scenario.turns ?? []).map(\.party) + [scenario.withoutTrafficOf].compactMap(\.self)
      + scenario.parties.compactMap(\.habits?.servedBy)
      + (scenario.turns ?? []).compactMap(\.habits?.servedBy)
    for name in named where !names.contains(name) { throw ScenarioError.unknownParty(name) }
    guard (1...10_000).contains(scenario.epochs) else {
      throw ScenarioError.epochs(scenario.epochs)
    }
    return scenario
  }
}

/// Why a scenario cannot be played.
package enum ScenarioError: Error, CustomStringConvertible {
  case unknownParty(String)
  case epochs(UInt64)
  case refused(what: String, reason: String)

  package var description: String {
    switch self {
    case .unknownParty(let name): "it names the party '\(name)', which it does not describe"
    case .epochs(let count): "it has \(count) epochs; 1 to 10,000 are allowed"
    case .refused(let what, let reason): "the ledger refuses \(what): \(reason)"
    }
  }
}
