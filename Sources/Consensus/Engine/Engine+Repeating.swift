import Chain
import Codec

/// When nothing has become final for long, messages were lost: what is still of use goes out again.
extension Engine {
  /// Sends everybody what is still of use, and asks for what is new.
  mutating func repeatEverything() {
    #if PLANTED
      if EngineBug.nullifiesOnce.isPlanted { return }
    #endif
    effects += stillOfUse.map { .broadcast($0) }
    askForEverything()
  }

  /// A member that was not there heard nothing of what was said, and may say nothing again for
  /// long: a member tells it, and anybody else asks it.
  mutating func greet(_ member: Int) {
    guard member != role.member else { return }
    guard role.member == nil else {
      effects += stillOfUse.map { .send($0, to: .member(member)) }
      return
    }
    effects.append(.send(.request(viewsOfUse), to: .member(member)))
  }

  /// The final certificate, what a quorum said since, and own votes since; newest first, up to a
  /// limit, so that repeating does not choke what it is meant to help.
  private var stillOfUse: [Message] {
    guard let member = role.member else { return [] }
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
    let final = floor.certificate.map { [Message.certificate($0)] } ?? []
    return final + certificates.prefix(limit) + votes.prefix(limit)
  }

  /// Asks somebody for what is new.
  private mutating func askForEverything() {
    effects.append(.request(.certificates(viewsOfUse), from: nil))
  }

  private var viewsOfUse: ClosedRange<View> {
    let first = max(floor.view.next, View.ago(16, from: current) ?? current)
    return first...View(current.units + 16)
  }
}
