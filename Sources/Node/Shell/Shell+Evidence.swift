package import Chain
import Codec
import Consensus
import Cryptography
import Replica

/// Validators that have contradicted themselves.
extension Shell {
  /// Tells of one, with the command by which anybody proves it to the Staking contract.
  ///
  /// One proof removes a validator for ever, so a key is told of once, however often it goes on.
  func accuse(_ evidence: Evidence) {
    guard let key = try? evidence.offender(on: network), culprits.insert(key).inserted else {
      return
    }
    let statement = evidence.first.statement
    let member = replica.engine.plan.set.members.first { $0.key == key }
    log.warn(
      .consensus, "a validator has contradicted itself, and loses stake once this is handed in",
      [
        "validator": member.map { "\($0.account)" } ?? "unknown", "key": key,
        "epoch": statement.epoch, "view": statement.view,
        "command": "\(evidence.commandWords.joined(separator: " ")) --key FILE",
      ])
  }
}

extension Evidence {
  /// The words of the command that hands it in, but for the key of whoever pays for that.
  package var commandWords: [String] {
    let votes = [first, second].map { Hex.encode($0.canonicalBytes.span, prefix: true) }
    return [Program.name, "staking", "submit-evidence"] + votes
  }
}
