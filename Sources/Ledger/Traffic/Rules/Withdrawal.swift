import Chain
import Codec

/// What the walk along a subject's list of claims found, and took.
struct Withdrawal: Hashable {
  /// The epochs whose claims were paid, the oldest first.
  private(set) var epochs: [Epoch] = []
  private(set) var reward = Reward()
  /// What has been earned and cannot be withdrawn yet.
  private(set) var immature = Reward()

  fileprivate mutating func take(_ reward: Reward, of epoch: Epoch) {
    epochs.append(epoch)
    self.reward = self.reward + reward
  }

  fileprivate mutating func pass(_ reward: Reward) {
    immature = immature + reward
  }
}

extension Books {
  /// Takes the claims of a subject that can be withdrawn out of so many of its oldest ones.
  ///
  /// One that is not mature does not stop the walk: a vote may have let later ones mature sooner.
  mutating func withdraw<Subject>(
    _ subject: Subject, from list: ClaimList<Subject>, lookingAt count: UInt32, at now: Epoch,
    reward: (EpochRecord, Claim) -> Reward
  ) -> Withdrawal {
    var withdrawal = Withdrawal()
    var previous: Epoch?
    var current = self[list.ends[subject]]?.first
    var left = count
    while let epoch = current, left > 0 {
      left -= 1
      let place = list.claims[epoch.units, subject]
      guard var claim = self[place] else {
        preconditionFailure("what a list of claims names is there")
      }
      current = claim.next
      guard var record = epochRecord(epoch) else {
        // The current epoch, which is the last in any list.
        break
      }
      let amount = reward(record, claim)
      let time = record.claimTime(of: epoch)
      guard time.contains(now) else {
        if now < time.lowerBound { withdrawal.pass(amount) }
        previous = epoch
        continue
      }
      unlink(epoch, after: previous, next: claim.next, of: subject, in: list)
      claim.isPaid = true
      claim.next = nil
      self[place] = claim
      record.unclaimed = Wei(record.unclaimed.units - amount.total.units)
      self[Tables.epochRecords[epoch.units]] = record
      withdrawal.take(amount, of: epoch)
    }
    return withdrawal
  }
}
