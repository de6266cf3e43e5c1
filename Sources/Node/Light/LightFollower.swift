import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import Sockets
import State
import Transport

/// Follows a network from genesis or a trusted block by certificates alone, asking its nodes in the
/// way in which they talk to each other.
///
/// No node is believed: each answer is checked, and whoever gives a wrong one is asked no more.
final class LightFollower {
  /// A closing block whose hash the user has from somebody trustworthy.
  struct Checkpoint: Sendable, CustomStringConvertible {
    let epoch: Epoch
    let hash: Digest

    var description: String { "\(epoch):\(hash)" }
  }

  /// What an address has, and where that is proven.
  struct Finding: Sendable {
    let account: Account
    /// The header that is final and names the state.
    let header: Header
    /// The closing block before it, from which one can go on another time; none in the first epoch.
    let checkpoint: Checkpoint?
  }

  /// Why a peer is given up: in words, behind its name.
  private struct Disappointment: Error {
    let reason: String
  }

  private static let answerMilliseconds: UInt64 = 5_000
  /// A node does not answer as long as it has no state at hand that it could prove.
  private static let proofMilliseconds: UInt64 = 1_500
  private static let retryMilliseconds: UInt64 = 1_000

  private let genesis: GenesisBlock
  private let checkpoint: Checkpoint?
  private let peers: [PeerEndpoint]
  private let line: PeerLine
  private let inbox = Inbox()
  private let clock = NodeClock()
  private let tell: (String) -> Void
  /// Where it has come to, and who validates there.
  private(set) var client: LightClient?
  private var set: ValidatorSet
  private var statuses: [Address: PeerStatus] = [:]
  private var excluded: Set<Address> = []
  /// Where nobody is who could ever help.
  private var hopeless: Set<PeerEndpoint> = []
  /// Why each node has not helped, the last time.
  private var reasons: [Address: String] = [:]
  private var deadline: UInt64 = 0

  init(
    _ genesis: GenesisBlock, from checkpoint: Checkpoint?, peers: [PeerEndpoint], log: Logbook,
    telling tell: @escaping (String) -> Void
  ) throws(CommandFailure) {
    self.genesis = genesis
    self.checkpoint = checkpoint
    self.peers = peers
    self.tell = tell
    set = genesis.genesis.validatorSet
    do throws(SocketError) {
      line = try PeerLine(
        PeerSettings(listening: [], configured: peers, software: Program.versionLine),
        key: RandomBytes.privateKey(), network: genesis.network,
        duty: PeerDuty(bystanderIn: Epoch(1)), inbox: inbox, log: log)
    } catch {
      throw .failed("no connection can be made: \(error)")
    }
    guard checkpoint == nil else { return }
    do throws(LightClientError) {
      client = try LightClient(
        genesis: genesis.header, network: genesis.network,
        epochLengthMilliseconds: genesis.genesis.epochLengthMilliseconds)
    } catch {
      throw .failed("the genesis file begins no chain: \(error)")
    }
  }

  deinit {
    line.stop()
  }

  /// Proves what an address has in a state that is new when it is proven.
  func find(_ address: Address, withinMilliseconds patience: UInt64) throws(CommandFailure)
    -> Finding
  {
    deadline = clock.milliseconds + patience
    while clock.milliseconds < deadline, hasHope {
      for notice in inbox.take(waitingMilliseconds: 100) { note(notice) }
      // Whoever says that it is furthest is asked first; it has to prove it.
      let peer = statuses.filter { !excluded.contains($0.key) }
        .max { ($0.value.height, $0.key) < ($1.value.height, $1.key) }
      guard let (peer, status) = peer else { continue }
      if client == nil, let checkpoint, status.epoch <= checkpoint.epoch {
        let reason = "and epoch \(checkpoint.epoch) has not ended there"
        complain("\(peer): it is in epoch \(status.epoch), \(reason)", of: peer)
        continue
      }
      do throws(Disappointment) {
        try follow(to: status.epoch, with: peer)
        if let finding = try prove(address, with: peer) { return finding }
        reasons[peer] = "\(peer): no final header names a state that it has at hand yet"
        wait(Self.retryMilliseconds)
      } catch {
        complain("\(peer): \(error.reason)", of: peer)
        excluded.insert(peer)
      }
    }
    throw .failed(failure(after: patience))
  }

  /// Whether there is a node that may still help.
  private var hasHope: Bool {
    peers.contains { !excluded.contains($0.nodeID) && !hopeless.contains($0) }
  }

  private func failure(after patience: UInt64) -> String {
    let known = Set(peers.map(\.nodeID)).sorted().compactMap { reasons[$0] }
    let reason = known.isEmpty ? "no node was reached" : known.joined(separator: "; ")
    return hasHope
      ? "nothing could be proven within \(patience / 1_000) s: \(reason)"
      : "nothing can be proven: \(reason)"
  }

  /// Says why a node does not help, unless that was said before.
  private func complain(_ reason: String, of peer: Address) {
    if reasons[peer] != reason { tell(reason) }
    reasons[peer] = reason
  }

  // MARK: Following

  private func follow(to epoch: Epoch, with peer: Address) throws(Disappointment) {
    while (client?.epoch ?? .zero) < epoch {
      let next = client?.epoch ?? checkpoint?.epoch ?? .zero
      let ends = try ask(peer, .epochEndsWanted(from: next)) { message in
        if case .epochEnds(let ends) = message { ends } else { nil }
      }
      guard let ends, !ends.isEmpty else {
        throw Disappointment(reason: "it does not tell how epoch \(next) ended")
      }
      do throws(LightClientError) {
        for end in ends { try follow(end) }
      } catch {
        throw Disappointment(reason: "\(error)")
      }
      tell("followed to epoch \(client?.epoch ?? .zero) of \(epoch)")
    }
  }

  private func follow(_ end: EpochEnd) throws(LightClientError) {
    if client == nil, let checkpoint {
      client = try LightClient(
        checkpoint: end.closing, trusting: checkpoint.hash, genesisTime: genesis.genesis.time,
        network: genesis.network, epochLengthMilliseconds: genesis.genesis.epochLengthMilliseconds)
    } else {
      try client?.follow(end.closing, certificate: end.certificate, set: set)
    }
    set = end.nextSet
  }

  // MARK: Proving

  /// Nothing if the node has no state at hand that a final header names.
  private func prove(_ address: Address, with peer: Address) throws(Disappointment) -> Finding? {
    let key = Account.key(of: address)
    let entry = try ask(peer, .proofWanted(key), within: Self.proofMilliseconds) { message in
      if case .proof(key, let entry) = message { entry } else { nil }
    }
    guard let entry else { return nil }
    // The chain goes on meanwhile, and the header may be of an epoch that has just begun.
    try follow(to: entry.certified.header.epoch, with: peer)
    guard let client, entry.certified.header.epoch == client.epoch else { return nil }
    let header = entry.certified.header
    do {
      let final = try client.check(
        header, certificate: entry.certified.certificate, set: set)
      let value = try final.value(of: key, proof: entry.proof)
      let closing = client.closing
      return Finding(
        account: try Account(entry: value), header: header,
        checkpoint: closing.height == .zero
          ? nil : Checkpoint(epoch: closing.epoch, hash: client.closingHash))
    } catch {
      throw Disappointment(reason: "\(error)")
    }
  }

  // MARK: Talking

  /// Asks a peer and waits for what can count as the answer; nothing if that does not come.
  private func ask<Answer>(
    _ peer: Address, _ message: PeerMessage, within limit: UInt64 = answerMilliseconds,
    _ read: (PeerMessage) -> Answer?
  ) throws(Disappointment) -> Answer? {
    line.send(message, to: peer)
    let deadline = min(deadline, clock.milliseconds + limit)
    while clock.milliseconds < deadline {
      var answer: Answer?
      // What comes together with the answer counts as well.
      for notice in inbox.take(waitingMilliseconds: deadline - clock.milliseconds) {
        note(notice)
        if case .peer(.heard(let message, _, peer)) = notice { answer = answer ?? read(message) }
      }
      if let answer { return answer }
      guard statuses[peer] != nil else { throw Disappointment(reason: "it has gone") }
    }
    return nil
  }

  private func wait(_ milliseconds: UInt64) {
    let end = min(deadline, clock.milliseconds + milliseconds)
    while clock.milliseconds < end {
      for notice in inbox.take(waitingMilliseconds: end - clock.milliseconds) { note(notice) }
    }
  }

  private func note(_ notice: Notice) {
    guard case .peer(let notice) = notice else { return }
    switch notice {
    case .connected(let peer, _): tell("connected to \(peer)")
    case .endorsed: break
    case .heard(let message, let sizeBytes, let peer):
      line.done(sizeBytes, from: peer)
      if case .status(let status) = message { statuses[peer] = status }
    case .misspoken(let peer, let sizeBytes, let reason):
      line.done(sizeBytes, from: peer)
      complain("\(peer): \(reason)", of: peer)
      excluded.insert(peer)
    case .disconnected(let peer, let reason):
      if !excluded.contains(peer) { complain("\(peer) is gone: \(reason)", of: peer) }
      statuses[peer] = nil
    case .notReached(let endpoint, let reason, let isLasting):
      complain("\(endpoint) was not reached: \(reason)", of: endpoint.nodeID)
      if isLasting { hopeless.insert(endpoint) }
    case .served: break
    }
  }
}
