import Chain
import Codec

extension Books {
  /// Gives parameters the values that passed since the last close, in the order of passing.
  mutating func applyPassedParameters() {
    for place in 0..<count(of: Tables.passedProposalCount) {
      guard let number = self[Tables.passedProposals[place]]?.units,
        case .parameter(let parameter, let value)? = self[Tables.proposals[number]]?.matter
      else { preconditionFailure("what passed is a proposal for a parameter") }
      self[Tables.passedProposals[place]] = nil
      apply(parameter, value, by: number)
    }
    self[Tables.passedProposalCount] = nil
  }

  private mutating func apply(_ parameter: Parameter, _ value: UInt256, by number: UInt64) {
    var parameters = self[placed: Tables.parameters]
    do throws(Refusal) {
      try parameter.set(value, in: &parameters)
      self[Tables.parameters] = parameters
      emit(
        Governance.ParameterChanged(parameter: parameter.name, value: value),
        by: Governance.address)
    } catch {
      emit(
        Governance.NotCarriedOut(proposal: number, reason: error.reason), by: Governance.address)
    }
  }
}
