package import Chain
import Cryptography

extension EpochPlan {
  /// How far the executed height of a block with transactions may be behind its own.
  package static let executionLagMax: UInt64 = 64

  /// Heights between closing blocks whose state a header may name are multiples of this.
  package static let nameableEvery: UInt64 = 8

  /// Whether a header of this epoch may name the state after a height.
  func isNameable(_ height: Height) -> Bool {
    height == anchor.height
      || height > anchor.height && height.units.isMultiple(of: Self.nameableEvery)
  }

  /// Holds a new header against every rule that needs no more than its parent's.
  ///
  /// Protocol: Header rules. Whether the state it names is the right one is found out by executing.
  package func check(
    _ header: Header, on parent: Header, at time: Timestamp
  ) throws(HeaderFault) {
    guard header.chainID == network.chainID else { throw .wrongChain(header.chainID) }
    guard header.epoch == epoch else { throw .wrongEpoch(header.epoch) }
    guard parent.epoch != epoch || !isClosing(parent) else {
      throw .extendsClosingBlock(header.parentHash)
    }
    guard header.height == parent.height.next else {
      throw .wrongHeight(header.height, expected: parent.height.next)
    }
    guard header.time > parent.time else { throw .notLater(header.time, parent: parent.time) }
    let proposer = set.members[leader(of: header.view)].account
    guard header.proposer == proposer else {
      throw .wrongProposer(header.proposer, expected: proposer)
    }
    guard header.validatorSetHash == set.hash, header.nextValidatorSetHash == nextSetHash else {
      throw .wrongSets(current: header.validatorSetHash, next: header.nextValidatorSetHash)
    }
    try checkExecution(named: header, on: parent)
    guard header.time.units <= time.units + EngineLimits.earlinessMilliseconds else {
      throw .early(header.time)
    }
  }

  private func checkExecution(
    named header: Header, on parent: Header
  ) throws(HeaderFault) {
    let executed = header.executedHeight
    // The first block of an epoch names exactly the closing block before it.
    let isInOrder =
      parent.epoch == epoch
      ? executed >= parent.executedHeight && executed < header.height
      : executed == anchor.height
    guard isInOrder, isNameable(executed) else { throw .unnameableHeight(executed) }
    guard
      header.height.units - executed.units <= Self.executionLagMax
        || header.transactionCount == 0
    else {
      throw .notEmpty(executed: executed, transactions: header.transactionCount)
    }
  }
}
