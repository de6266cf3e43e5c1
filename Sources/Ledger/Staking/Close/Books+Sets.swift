package import Chain
import Codec
import Cryptography

extension Books {
  /// The set of an epoch: genesis places the first two, and each close one more.
  package func validatorSet(of epoch: Epoch) -> ValidatorSet {
    guard let set = self[Tables.validatorSets[epoch.units]] else {
      preconditionFailure("the set of epoch \(epoch) was chosen two epochs before")
    }
    return set
  }

  /// Where a validator's node is reached, in its operator's words.
  package func endpoint(ofValidator account: Address) -> String? {
    self[Tables.validators[account]]?.endpoint
  }

  /// Everyone who may be chosen at the close of an epoch.
  func setSelection(at epoch: Epoch) -> SetSelection {
    let parameters = self[placed: Tables.parameters]
    let next = validatorSet(of: epoch.next)
    var candidates: [SetSelection.Candidate] = []
    for number in 0..<count(of: Tables.validatorCount) {
      guard let account = self[Tables.validatorsInOrder[number]],
        let record = self[Tables.validators[account]], record.standing == .active
      else { continue }
      let own = self[Tables.delegations[account, account]]?.shares ?? 0
      let power = Power(UInt64(clamping: record.stake.units / GenesisValidator.weiPerPower))
      guard power > .zero, record.worth(of: own) >= parameters.selfStakeMin else { continue }
      let isInside = next.index(of: account) != nil
      candidates.append(
        SetSelection.Candidate(
          member: Validator(account: account, key: record.key, power: power),
          stake: record.stake, isProven: record.isProven && isInside))
    }
    return SetSelection(candidates: candidates, membersMax: parameters.validatorsMax)
  }

  /// Chooses the set two epochs on; those who enter from outside have to prove themselves.
  mutating func chooseSet(at epoch: Epoch) {
    let next = validatorSet(of: epoch.next)
    let set = setSelection(at: epoch).chosen() ?? next
    for member in set.members where next.index(of: member.account) == nil {
      guard var record = self[Tables.validators[member.account]], record.isProven else { continue }
      record.isProven = false
      self[Tables.validators[member.account]] = record
    }
    self[Tables.validatorSets[epoch.next.next.units]] = set
    self[Tables.validatorSets[epoch.units]] = nil
    emit(
      Staking.ValidatorSetChosen(
        epoch: epoch.next.next.units, hash: set.hash.bytes,
        members: set.members.map(Staking.Member.init)),
      by: Staking.address)
  }
}
