package import Chain

/// A block as the database has it: what was ordered, and what came of it.
package struct StoredBlock: Sendable {
  package let header: Header
  package let body: Body
  package let outcome: BlockOutcome

  package init(header: Header, body: Body, outcome: BlockOutcome) {
    self.header = header
    self.body = body
    self.outcome = outcome
  }

  package var height: Height { header.height }

  /// The bytes of the transactions that have a receipt, in the order of those.
  package var transactions: [[UInt8]] {
    var voids = outcome.voids[...]
    return body.transactions.enumerated().compactMap { place, raw in
      guard voids.first.map(Int.init) == place else { return raw }
      voids.removeFirst()
      return nil
    }
  }
}
