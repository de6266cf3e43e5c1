package import Chain
import Codec
import Cryptography

/// The wait before a validator votes whose operator accepts that votes may be forgotten.
///
/// Everybody who can be reached is asked for what a quorum has said last, so that the validator
/// goes on behind it and knows its own votes in it. Nobody holds it up for long by not answering:
/// the operator has accepted the risk.
///
/// Protocol: Safety gate.
package struct LossAcceptance: Sendable {
  /// For how long it waits.
  package struct Patience: Sendable {
    /// How long others have to connect.
    package var connectMilliseconds: UInt64 = 10_000
    /// How long each of them has to answer.
    package var answerMilliseconds: UInt64 = 5_000
    /// How long all of it may take, whoever still comes.
    package var wholeMilliseconds: UInt64 = 60_000

    package init() {}
  }

  /// What there is to say once the wait is over.
  package struct Outcome: Sendable {
    package let epoch: Epoch
    package let answered: [Address]
    package let silent: [Address]
    /// The block of the newest certificate that was shown.
    package let newest: Header?
  }

  package let epoch: Epoch
  private let patience: Patience
  private let begunAt: UInt64
  /// Those who have not answered, and since when they are there.
  private var silent = SortedMap<Address, UInt64>()
  private var answered = SortedMap<Address, Bool>()
  private var newest: (view: View, header: Header)?

  package init(of epoch: Epoch, _ patience: Patience, at milliseconds: UInt64) {
    self.epoch = epoch
    self.patience = patience
    begunAt = milliseconds
  }

  package mutating func connect(_ peer: Address, at milliseconds: UInt64) {
    if answered[peer] == nil, silent[peer] == nil { silent[peer] = milliseconds }
  }

  package mutating func disconnect(_ peer: Address) {
    silent[peer] = nil
  }

  /// Takes note that a peer has answered with its highest certificates.
  package mutating func add(_ findings: [LossInquiry.Finding], from peer: Address) {
    silent[peer] = nil
    answered[peer] = true
    for finding in findings {
      let statement = finding.certificate.message.statement
      guard statement.epoch == epoch, statement.candidate?.block == finding.header.hash,
        newest.map({ $0.view < statement.view }) ?? true
      else { continue }
      newest = (statement.view, finding.header)
    }
  }

  /// What came of it, once there is nobody left to wait for.
  package func outcome(at milliseconds: UInt64) -> Outcome? {
    let waited = milliseconds - begunAt
    #if PLANTED
      let isOver = GateBug.asksNobody.isPlanted || isOver(after: waited, at: milliseconds)
    #else
      let isOver = isOver(after: waited, at: milliseconds)
    #endif
    guard isOver else { return nil }
    return Outcome(
      epoch: epoch, answered: answered.map(\.key), silent: silent.map(\.key),
      newest: newest?.header)
  }

  private func isOver(after waited: UInt64, at milliseconds: UInt64) -> Bool {
    guard waited >= patience.connectMilliseconds else { return false }
    return waited >= patience.wholeMilliseconds
      || !silent.contains { milliseconds < $0.value + patience.answerMilliseconds }
  }
}
