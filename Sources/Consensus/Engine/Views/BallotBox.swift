import Chain
import Codec
import Cryptography

/// The votes of one kind in one view.
///
/// Invariants:
/// 1. a member's first vote stands; none replaces it;
/// 2. there is one share for each candidate that anyone voted for, so at most one for each member;
/// 3. a share's power is that of the members whose signatures it holds.
struct BallotBox: Sendable {
  /// Those who said the same.
  struct Share: Sendable {
    let statement: Statement
    var power: UInt64
    var signatures: SortedMap<Int, Signature>
  }

  /// What became of a vote.
  enum Outcome {
    /// It is counted, in the share at this place.
    case counted(share: Int)
    /// The member said the same before.
    case repeated
    /// The member said something else before.
    case contradicted(Vote)
  }

  private(set) var shares: [Share] = []
  /// For each member the place of its share plus one, or 0; empty while nobody has voted.
  private var choices: [UInt16] = []

  mutating func add(_ vote: Vote, by member: Int, of validators: [Validator]) -> Outcome {
    if choices.isEmpty { choices = [UInt16](repeating: 0, count: validators.count) }
    #if PLANTED
      if EngineBug.countsRepetitions.isPlanted {
        if choices[member] > 0 {
          shares[Int(choices[member]) - 1].power += validators[member].power.units
        }
      }
    #endif
    #if PLANTED
      if EngineBug.addsUpDifferentBlocks.isPlanted {
        if choices[member] == 0, !shares.isEmpty {
          choices[member] = 1
          shares[0].power += validators[member].power.units
          shares[0].signatures[member] = vote.signature
          return .counted(share: 0)
        }
      }
    #endif
    guard choices[member] == 0 else {
      guard let earlier = self.vote(of: member), earlier.statement != vote.statement else {
        return .repeated
      }
      return .contradicted(earlier)
    }
    let place = shares.firstIndex { $0.statement == vote.statement } ?? shares.count
    if place == shares.count {
      shares.append(Share(statement: vote.statement, power: 0, signatures: SortedMap()))
    }
    choices[member] = UInt16(place + 1)
    shares[place].power += validators[member].power.units
    shares[place].signatures[member] = vote.signature
    #if PLANTED
      if EngineBug.countsHeads.isPlanted {
        let total = validators.reduce(0) { $0 + $1.power.units }
        let heads = UInt64(shares[place].signatures.count)
        shares[place].power = total * heads / UInt64(validators.count)
      }
    #endif
    return .counted(share: place)
  }

  /// The vote of a member that stands.
  func vote(of member: Int) -> Vote? {
    guard !choices.isEmpty, choices[member] > 0 else { return nil }
    let share = shares[Int(choices[member]) - 1]
    guard let signature = share.signatures[member] else { return nil }
    return Vote(statement: share.statement, signature: signature)
  }

  /// How many votes it holds.
  var count: Int { shares.reduce(0) { $0 + $1.signatures.count } }
}
