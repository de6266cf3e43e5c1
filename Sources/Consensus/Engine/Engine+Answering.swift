import Chain
import Codec
import Cryptography

/// What others are told who lag, or ask.
extension Engine {
  /// Sends what a quorum said in some views, and what is final.
  func answers(_ views: ClosedRange<View>) -> [Certificate] {
    var certificates: [Certificate] = []
    if let certificate = floor.certificate { certificates.append(certificate) }
    var view = max(views.lowerBound, floor.view.next)
    let last = min(
      views.upperBound, window.last, View(view.units + EngineLimits.viewsPerAnswerMax - 1))
    while view <= last {
      for kind in [VoteKind.notarize, .nullify] {
        if let certificate = window[view].certificate(kind) { certificates.append(certificate) }
      }
      view = view.next
    }
    return certificates
  }

  mutating func answer(_ views: ClosedRange<View>, to peer: Peer) {
    #if PLANTED
      if EngineBug.answersNothing.isPlanted { return }
    #endif
    for certificate in answers(views) { effects.append(.send(.certificate(certificate), to: peer)) }
  }

  /// Helps a member out of a view that this node has left; not more often than it can be of use.
  mutating func help(_ member: Int, from view: View, at now: Moment) {
    guard member != role.member else { return }
    if let helped = helpedAt[member],
      now.milliseconds < helped + EngineLimits.helpIntervalMilliseconds
    {
      return
    }
    helpedAt[member] = now.milliseconds
    let last = View(current.units - 1)
    let first = View.ago(EngineLimits.viewsPerAnswerMax, from: current) ?? view
    answer(min(max(view, first), last)...last, to: .member(member))
  }

  /// What a closed epoch still does: it hands out its last certificate.
  mutating func answerFromTheEnd(_ input: Input, at now: Moment) {
    #if PLANTED
      if EngineBug.hidesTheEnd.isPlanted { return }
    #endif
    switch input {
    case .proposal(_, let vote), .vote(let vote):
      if let member = sender(of: vote) { help(member, from: vote.message.statement.view, at: now) }
    case .connected(let member): greet(member)
    case .request(let views, let peer): answer(views, to: peer)
    case .certificate, .block, .range, .executed, .transactionsWait, .built, .notBuilt, .cast,
      .quarantined, .admitted, .wake:
      break
    }
  }
}
