package import Chain
import Codec
package import Cryptography

/// How far the chain has come, as asked by a validator that may have forgotten votes.
///
/// Whoever holds a quorum of the latest set has seen every block that a forgotten vote can have
/// helped to certify, so no vote was forgotten that is later than what they know.
package struct LossInquiry: Sendable {
  /// A certificate of a peer, with the header of its block.
  package struct Finding: Sendable {
    package let certificate: Verified<Certificate>
    package let header: Header

    package init(certificate: Verified<Certificate>, header: Header) {
      self.certificate = certificate
      self.header = header
    }
  }

  package private(set) var epoch: Epoch
  package private(set) var set: ValidatorSet
  private var answered = SortedMap<Int, Bool>()
  private var newest = Timestamp(0)
  /// Whoever asks.
  private let key: PublicKey?

  /// Asks the members of the latest set that can be verified.
  package init(epoch: Epoch, set: ValidatorSet, by key: PublicKey?) {
    self.epoch = epoch
    self.set = set
    self.key = key
  }

  /// Takes the highest certificates of a peer who speaks for a key.
  ///
  /// When they are of a later epoch than known so far, its members are asked instead, all of them.
  package mutating func add(_ findings: [Finding], from key: PublicKey) {
    for finding in findings {
      let authority = finding.certificate.authority
      let statement = finding.certificate.message.statement
      guard statement.candidate?.block == finding.header.hash else { continue }
      newest = max(newest, finding.header.time)
      if authority.epoch > epoch {
        epoch = authority.epoch
        set = authority.set
        answered = SortedMap()
      }
    }
    if let member = set.index(of: key) { answered[member] = true }
  }

  /// Whose word is enough: a quorum's, or that of all others where they are none; whoever is a
  /// quorum alone has nobody to ask.
  private var powerNeeded: UInt64 {
    let quorum = set.quorum.units
    let own = key.flatMap { set.index(of: $0) }.map { set.members[$0].power.units } ?? 0
    return own >= quorum ? 0 : min(quorum, set.totalPower.units - own)
  }

  /// From when on the validator can have forgotten nothing, once enough have answered.
  package func result(clock: Timestamp) -> Timestamp? {
    let power = answered.reduce(0) { $0 + set.members[$1.key].power.units }
    #if PLANTED
      if GateBug.asksNoQuorum.isPlanted { return max(clock, newest) }
    #endif
    return power >= powerNeeded ? max(clock, newest) : nil
  }
}
