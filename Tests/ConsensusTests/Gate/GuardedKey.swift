import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// A gate together with the journal it fills.
///
/// A class, since the test library's macros copy what they look at, and a gate has no copies.
final class GuardedKey {
  private var gate: SafetyGate
  var sample: SampleJournal
  var mark: JournalMark?

  /// A validator in an epoch whose journal its database has named.
  init(standing: Standing = .trusted, epoch: UInt64 = 1) throws {
    var sample = try SampleJournal(standing: standing)
    sample.bind()
    gate = try SafetyGate(
      key: sample.sample.key(of: 0), network: sample.sample.network,
      contents: sample.contents(), mark: nil)
    self.sample = sample
    guard epoch > 0 else { return }
    try begin(epoch, after: 0)
    commit()
  }

  var epoch: Epoch { gate.epoch }
  var standing: Standing { gate.standing }
  var isVoting: Bool { gate.isVoting }
  var publicKey: PublicKey { gate.publicKey }
  var network: Network { gate.network }

  func endorse(_ endorsement: PeerEndorsement) -> Signature { gate.endorse(endorsement) }
  func provePossession(for account: Address) -> Signature { gate.provePossession(for: account) }

  func begin(_ epoch: UInt64, after time: UInt64) throws {
    let records = try gate.begin(
      Epoch(epoch), after: Timestamp(time), following: sample.journal.sequence)
    let write = sample.beginning(Epoch(epoch), standing: gate.standing, followedBy: records)
    sample.write(write)
  }

  /// Commits with the journal as it is.
  func commit() {
    mark = sample.journal.mark
    gate.note(commitWith: sample.journal.mark)
  }

  func note(commitWith mark: JournalMark) { gate.note(commitWith: mark) }

  /// Signs and makes durable.
  @discardableResult
  func sign(_ statement: Statement) throws(GateRefusal) -> SignedVote {
    let signed = try gate.sign(statement)
    if let record = signed.record { sample.append([record]) }
    return signed
  }

  /// Why it does not sign, if it does not.
  func refusal(of statement: Statement) -> GateRefusal? {
    do throws(GateRefusal) {
      try sign(statement)
      return nil
    } catch {
      return error
    }
  }

  /// Hears a vote of its own key; whether anything follows from it.
  @discardableResult
  func hear(_ statement: Statement) throws -> Bool {
    let key = try sample.sample.key(of: 0)
    let vote = Vote(
      statement: statement, signature: key.sign(statement.digest(on: sample.sample.network)))
    let authority = Vote.Authority(key: key.publicKey, network: sample.sample.network)
    let records = gate.hear(try Unverified(vote).verified(under: authority))
    if !records.isEmpty { sample.append(records) }
    return !records.isEmpty
  }

  func close(_ epoch: UInt64) -> Bool { keep(gate.close(Epoch(epoch))) }
  func quarantine(since time: UInt64) -> Bool { keep(gate.quarantine(since: Timestamp(time))) }
  func accept(_ epoch: UInt64) { sample.append([gate.accept(Epoch(epoch))]) }

  private func keep(_ record: JournalRecord?) -> Bool {
    guard let record else { return false }
    sample.append([record])
    return true
  }

  /// Forgets everything but the files and the database.
  func restart() throws {
    gate = try SafetyGate(
      key: sample.sample.key(of: 0), network: sample.sample.network,
      contents: sample.contents(), mark: mark)
  }

  /// Starts with another key, or on another network.
  func start(as member: Int, on network: Network) throws {
    gate = try SafetyGate(
      key: sample.sample.key(of: member), network: network, contents: sample.contents(), mark: nil)
  }
}
