import Chain

extension Books {
  /// Adds the validators a network starts with, and the sets of its first two epochs.
  ///
  /// Their wei are in the bonded stake already, and they start proven.
  mutating func placeValidators(of genesis: Genesis) throws(Refusal) {
    for validator in genesis.validators {
      var record = ValidatorRecord(
        key: validator.key, commissionBasisPoints: validator.commissionBasisPoints,
        commissionEpoch: .zero, moniker: validator.moniker, endpoint: validator.endpoint)
      record.isProven = true
      try addValidator(record, of: validator.account)
      let start = BlockContext(
        chainID: genesis.chainID, height: .zero, epoch: .zero, time: genesis.time, proposer: .zero)
      var bond = try openBond(of: validator.account, with: validator.account, in: start)
      _ = try bond.add(validator.stake)
      try close(bond)
    }
    self[Tables.validatorSets[1]] = genesis.validatorSet
    self[Tables.validatorSets[2]] = genesis.validatorSet
  }
}
