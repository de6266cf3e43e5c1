import Chain
import Codec

/// When nothing has become final for long, messages were lost: what is still of use goes out again.
extension Engine {
  /// Sends the final certificate, what a quorum said since, and own votes since; newest first, up
  /// to a limit, so that repeating does not choke what it is meant to help.
  mutating func repeatEverything() {
    #if PLANTED
      if EngineBug.nullifiesOnce.isPlanted { return }
    #endif
    guard let member = role.member else { return askForEverything() }
    if let certificate = floor.certificate { effects.append(.broadcast(.certificate(certificate))) }
    var certificates: [Message] = []
    var votes: [Message] = []
    var view = window.last
    while view > floor.view {
      let record = window[view]
      for kind in [VoteKind.nullify, .notarize] {
        if let certificate = record.certificate(kind) {
          certificates.append(.certificate(certificate))
        }
      }
      votes += record.own.cast.map { message(for: $0, of: member) }
      view = View(view.units - 1)
    }
    let limit = EngineLimits.messagesPerStandstillMax
    effects += (certificates.prefix(limit) + votes.prefix(limit)).map { .broadcast($0) }
    askForEverything()
  }

  /// Asks somebody for what is new.
  private mutating func askForEverything() {
    let first = max(floor.view.next, View.ago(16, from: current) ?? current)
    effects.append(.request(.certificates(first...View(current.units + 16)), from: nil))
  }
}
