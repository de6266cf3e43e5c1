import Chain
import Codec

/// R0: from view to view.
extension Engine {
  /// Leaves every view up to one.
  mutating func leave(_ view: View, by certificate: Certificate, at now: Moment) {
    #if PLANTED
      if EngineBug.goesBack.isPlanted {
        if view < current, view > floor.view { current = view.next }
      }
    #endif
    guard view >= current else { return }
    current = view.next
    window.extend(through: current.next)
    // Votes this old come too late to matter; what a quorum said stays.
    if let old = View.ago(EngineLimits.viewsWithVotesMax, from: current), window.contains(old) {
      window[old].forgetVotes()
    }
    turn = newTurn(by: certificate, at: now)
  }

  func newTurn(by certificate: Certificate?, at now: Moment) -> Turn {
    let leader = plan.leader(of: current)
    let patience = hasSomethingToPropose ? 0 : plan.emptyBlockIntervalMilliseconds
    return Turn(
      enteredAt: now.milliseconds, startsAt: now.milliseconds + patience,
      isSkipped: leader != role.member && isSilent(leader, at: now), entry: certificate)
  }

  /// Whether a leader need not wait for transactions before it proposes.
  var hasSomethingToPropose: Bool { transactionsWait || closingIsCertified }

  /// The leader's time runs, at the latest, from now on.
  mutating func startTheTurn(at now: Moment) {
    turn.startsAt = min(turn.startsAt, now.milliseconds)
  }

  mutating func take(transactionsWait wait: Bool, at now: Moment) {
    transactionsWait = wait
    if wait { startTheTurn(at: now) }
  }

  /// Whether a member has not been heard for long, while a quorum was.
  ///
  /// Protocol: Timeouts. The quorum keeps those who are cut off themselves from skipping everybody.
  private func isSilent(_ member: Int, at now: Moment) -> Bool {
    let patience = max(
      settings.skipTimeoutMilliseconds, 3 * plan.emptyBlockIntervalMilliseconds)
    #if PLANTED
      if EngineBug.skipsEverybody.isPlanted { return true }
      if EngineBug.skipsNobody.isPlanted { return false }
    #endif
    let isRecent = { (heard: UInt64) in now.milliseconds < heard + patience }
    guard !isRecent(heardAt[member]) else { return false }
    var power: UInt64 = 0
    for (other, heard) in heardAt.enumerated() where other == role.member || isRecent(heard) {
      power += plan.set.members[other].power.units
    }
    return power >= quorum
  }
}

extension View {
  /// The view so many before another, if there is one.
  static func ago(_ count: UInt64, from view: View) -> View? {
    view.units > count ? View(view.units - count) : nil
  }
}
