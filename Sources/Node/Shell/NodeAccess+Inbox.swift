import Chain
import Cryptography
import RPC
import Replica
import Storage
import Transport

extension NodeAccess {
  /// How long a client waits for the shell, which is never busy for so long.
  private static let patienceMilliseconds = 5_000

  /// Asks the shell, by its inbox.
  init(database: Database, network: Network, line: PeerLine, inbox: Inbox) {
    self.init(
      database: database, network: network,
      clientVersion: "\(Program.name)/\(Program.version)",
      submit: { transaction in
        let answer = Answer<MempoolRefusal?>()
        inbox.put(.submitted(transaction, answer))
        guard let refusal = answer.wait(milliseconds: Self.patienceMilliseconds) else {
          return .unanswered
        }
        return refusal.map { .refused("\($0)") } ?? .taken
      },
      nextNonce: { address in
        let answer = Answer<UInt64>()
        inbox.put(.nonceWanted(address, answer))
        return answer.wait(milliseconds: Self.patienceMilliseconds)
      },
      waiting: { hash in
        let answer = Answer<Recovered<Transaction>?>()
        inbox.put(.transactionWanted(hash, answer))
        return answer.wait(milliseconds: Self.patienceMilliseconds) ?? nil
      },
      status: {
        let answer = Answer<NodeAccess.Status>()
        inbox.put(.statusWanted(answer))
        return answer.wait(milliseconds: Self.patienceMilliseconds)
      },
      peers: { line.reports.map(NodeAccess.Peer.init) })
  }
}

extension NodeAccess.Peer {
  fileprivate init(_ report: PeerReport) {
    self.init(
      nodeID: report.nodeID, address: "\(report.address)",
      isInbound: report.direction == .inbound, consensusKey: report.speaksFor,
      epoch: report.epoch, software: report.software,
      connectedSeconds: UInt64(max(0, report.connectedFor.components.seconds)),
      receivedBytes: report.receivedBytes, sentBytes: report.sentBytes,
      queuedBytes: report.queuedBytes, roundTripMicroseconds: report.roundTrip?.microseconds)
  }
}

extension Duration {
  fileprivate var microseconds: UInt64 {
    UInt64(max(0, components.seconds)) * 1_000_000
      + UInt64(max(0, components.attoseconds)) / 1_000_000_000_000
  }
}
