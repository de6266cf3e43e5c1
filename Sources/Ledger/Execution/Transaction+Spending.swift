package import Chain
import Codec
import Cryptography

extension Transaction {
  /// The most wei this transaction can take from its sender's balance, whatever way.
  ///
  /// `transfer` at the face of STOS moves wei that no value announces. A proposer counts them, or
  /// a sender could empty an account with one transaction and fill the block with void ones.
  package var spendingMax: Wei {
    let calldata = raw.span.extracting(dataRange)
    guard recipient == .stos, calldata.count >= 4,
      Contracts.placed(at: .stos)?.method(calledBy: calldata)?.selector
        == ERC20.Transfer.signature.selector,
      let call = try? ERC20.Transfer(decodingMembers: calldata.extracting(4..<calldata.count)),
      let amount = call.value.amount, let sum = try? maxCost.adding(Wei(amount.units))
    else { return maxCost }
    return sum
  }
}
