package import Chain
import Cryptography

/// One way in which a header breaks a rule.
package enum HeaderDamage: CaseIterable {
  case chain
  case epoch
  case height
  case notLater
  case proposer
  case set
  case nextSet
  case executedBelowParent
  case executedNotNameable
  case executedNotBelow

  package func apply(to header: inout Header, parent: Header) {
    switch self {
    case .chain: header.chainID = ChainID(1)
    case .epoch: header.epoch = header.epoch.next
    case .height: header.height = header.height.next
    case .notLater: header.time = parent.time
    case .proposer: header.proposer = parent.proposer
    case .set: header.validatorSetHash = .zero
    case .nextSet: header.nextValidatorSetHash = .zero
    case .executedBelowParent: header.executedHeight = Height(96)
    case .executedNotNameable: header.executedHeight = Height(101)
    case .executedNotBelow: header.executedHeight = Height(104)
    }
  }
}
