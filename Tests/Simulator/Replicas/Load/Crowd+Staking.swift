import Chain
import Codec
import Cryptography
import TestSupport

/// Validators and those who stake with them.
///
/// Whoever runs as a node keeps its stake and its key: worlds count on their powers.
extension Crowd {
  private func stake(
    _ sender: Address, _ data: [UInt8], value: UInt128 = 0
  ) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.staking, value: value, data: data)
  }

  func stake(seeing sight: Sight) -> CallDraft? {
    let (one, other) = (operatorAddress, any(of: operators + absent.map(\.account)))
    switch random.number(in: 0...11) {
    case 0: return newValidator()
    case 1:
      let edit = calldata(
        "editValidator(uint16,string,string)", UInt16(random.number(in: 0...500)), "m", "e:2")
      return stake(one, edit)
    case 2: return newKey()
    case 3: return delegate(to: one)
    case 4, 5:
      return withDelegation(seeing: sight) { delegator, validator, amount in
        let part = min(amount, Self.stos)
        return stake(
          delegator, calldata("undelegate(address,uint256)", validator, UInt256(part)))
      }
    case 6, 7:
      return withDelegation(seeing: sight) { delegator, validator, amount in
        let part = min(amount, Self.stos)
        return stake(
          delegator,
          calldata(
            "redelegate(address,address,uint256)", validator, other ?? one, UInt256(part)))
      }
    case 8:
      let sender = random.happens(oneIn: 2) ? one : client
      return stake(sender, calldata("withdrawReward(address)", one))
    case 9: return stake(one, calldata("withdrawCommission()"))
    case 10: return release(seeing: sight) ?? stake(one, calldata("unjail()"))
    default: return evidence(in: sight.epoch)
    }
  }

  private func delegate(to validator: Address) -> CallDraft {
    stake(
      client, calldata("delegate(address)", validator), value: Self.stos + wei(upToMilliSTOS: 3_000)
    )
  }

  /// Does something with what somebody has staked, or lets somebody stake.
  private func withDelegation(
    seeing sight: Sight, _ draft: (Address, Address, UInt128) -> CallDraft
  ) -> CallDraft? {
    let delegator = client
    for validator in operators.shuffled(using: &random) {
      let answer = sight.ask(
        Self.staking, calldata("delegation(address,address)", validator, delegator))
      if let amount = answer?.number(1), amount > 0 { return draft(delegator, validator, amount) }
    }
    return delegate(to: operatorAddress)
  }

  private func newValidator() -> CallDraft? {
    let sender = client
    guard let wallet = try? makeWallet(),
      let (key, proof) = provenKey(of: wallet, as: .consensus, for: sender)
    else { return nil }
    return stake(
      sender,
      calldata(
        "createValidator(bytes,bytes,uint16,string,string)", key, proof, 500 as UInt16, "n", "e:3"),
      value: Self.stos + wei(upToMilliSTOS: 1_000))
  }

  private func newKey() -> CallDraft? {
    guard let sender = any(of: absent)?.account, let wallet = try? makeWallet(),
      let (key, proof) = provenKey(of: wallet, as: .consensus, for: sender)
    else { return nil }
    return stake(sender, calldata("rotateConsensusKey(bytes,bytes)", key, proof))
  }

  /// Lets out somebody whose time in jail is over.
  func release(seeing sight: Sight) -> CallDraft? {
    for key in absent.shuffled(using: &random) {
      let data = calldata("validator(address)", key.account)
      guard let answer = sight.ask(Self.staking, data), answer.number(7) == 1,
        UInt128(sight.epoch.units) >= answer.number(8) + 36
      else { continue }
      return stake(key.account, calldata("unjail()"))
    }
    return nil
  }

  /// Two votes of one validator for different blocks of a view.
  private func evidence(in epoch: Epoch) -> CallDraft? {
    guard !isLong || random.happens(oneIn: 8), let network, let key = any(of: absent) else {
      return nil
    }
    let votes = [1, 2].map { (byte: UInt8) in
      let candidate = Statement.Candidate(
        parentView: .zero, block: Digest(FixedBytes(repeating: byte)))
      let statement = Statement(epoch: epoch, view: View(3), content: .notarize(candidate))
      return ABIBytes(key.vote(statement, on: network).canonicalBytes)
    }
    return stake(client, calldata("submitEvidence(bytes,bytes)", votes[0], votes[1]))
  }
}
