import Chain
import Consensus
import Cryptography

/// What certificates are about of which one is enough.
struct CertificateSubject: Hashable, Comparable, Sendable {
  let epoch: Epoch
  let view: View
  let kind: UInt8

  init(of statement: Statement) {
    epoch = statement.epoch
    view = statement.view
    kind =
      switch statement.content {
      case .notarize: 1
      case .nullify: 2
      case .finalize: 3
      }
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.epoch, left.view, left.kind) < (right.epoch, right.view, right.kind)
  }
}
