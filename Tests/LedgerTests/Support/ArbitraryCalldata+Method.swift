import Ledger
import TestSupport

extension ArbitraryCalldata {
  func data(for method: ContractMethod, from random: inout SplitMix64) -> [UInt8] {
    data(selector: method.selector, inputs: method.inputs, from: &random)
  }
}
