import Chain
import Codec
import TestSupport

/// Proposals of validators, about nothing that would change what a world can expect.
extension Crowd {
  private static let parameters: [(name: String, values: ClosedRange<Int>)] = [
    ("communityTaxBp", 0...1_000), ("contentShareBp", 0...5_000), ("storageRateNumerator", 1...9),
    ("graceEpochs", 144...200), ("maxValidators", 50...100),
  ]

  private func govern(_ sender: Address, _ data: [UInt8]) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.governance, data: data)
  }

  func govern(seeing sight: Sight) -> CallDraft? {
    let count = sight.ask(Self.governance, calldata("proposalCount()"))?.number(0) ?? 0
    switch random.number(in: 0...(count > 0 ? 7 : 2)) {
    case 0:
      let (name, values) = Self.parameters[random.number(in: 0...(Self.parameters.count - 1))]
      var word = FixedBytes<32>.zero
      for (index, byte) in name.utf8.enumerated() { word[index] = byte }
      let value = UInt256(UInt64(random.number(in: values)))
      return govern(operatorAddress, calldata("propose(bytes32,uint256)", word, value))
    case 1:
      return govern(
        operatorAddress,
        calldata("proposeSpend(address,uint256)", client, UInt256(1_000 as UInt64)))
    case 2:
      return any(of: metas).map {
        govern(operatorAddress, calldata("proposeSeat(address,bool)", $0, true))
      }
    default:
      let number = UInt64(count) - UInt64(random.number(in: 1...min(3, Int(count))))
      return govern(
        operatorAddress, calldata("vote(uint64,bool)", number, !random.happens(oneIn: 8)))
    }
  }
}
