import Chain
import Cryptography
import RPC
import Replica
import Storage

extension NodeAccess {
  /// How long a client waits for the shell, which is never busy for so long.
  private static let patienceMilliseconds = 5_000

  /// Asks the shell, by its inbox.
  init(database: Database, network: Network, inbox: Inbox) {
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
      })
  }
}
