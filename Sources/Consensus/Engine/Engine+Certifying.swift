import Chain
import Codec
import Cryptography

/// R4: which notarized blocks may be built on and become final.
extension Engine {
  /// Where a block stands that something is built on.
  enum Ancestry {
    case certified
    /// Not yet; what is missing for it, unless that is asked for elsewhere.
    case open(Need?)
    case wrong
  }

  /// Judges every view that waits for it, lower ones first, since higher ones hang on them.
  mutating func certify(needs: inout [(need: Need, from: Int?)], at now: Moment) {
    var open: [View] = []
    for view in undecided {
      // Going on to a final block ends everything below it.
      guard view > floor.view, let candidate = window[view].notarized else { continue }
      #if PLANTED
        if EngineBug.certifiesNothingNullified.isPlanted {
          if window[view].own.nullified { continue }
        }
      #endif
      #if PLANTED
        if EngineBug.certifiesNothingSkipped.isPlanted { if window[view].isNullified { continue } }
      #endif
      switch verdict(on: candidate, in: view) {
      case .open(let need):
        open.append(view)
        if let need { needs.append((need, nil)) }
      case .wrong:
        window[view].certification = .bad
        #if PLANTED
          if EngineBug.saysNothingAfterBadProposal.isPlanted {
            if view == current { turn.startsAt = .max / 2 }
            continue
          }
        #endif
        if view == current { nullify() }
      case .certified:
        window[view].certification = .certified
        certified(candidate, in: view, at: now)
      }
    }
    undecided = open
  }

  private mutating func certified(
    _ candidate: Statement.Candidate, in view: View, at now: Moment
  ) {
    let record = window[view]
    #if PLANTED
      if EngineBug.finalizesAfterGivingUp.isPlanted {
        if record.own.nullified { ask(for: .finalize(candidate), in: view) }
      }
    #endif
    if case .holds(candidate) = record.slot, !record.own.nullified, record.own.finalized == nil {
      ask(for: .finalize(candidate), in: view)
    }
    if let header = blocks[candidate.block]?.header, plan.isClosing(header) {
      closingIsCertified = true
      startTheTurn(at: now)
    }
    if let certificate = record.certificate(.notarize) { leave(view, by: certificate, at: now) }
  }

  /// Whether a notarized block is certified.
  private func verdict(on candidate: Statement.Candidate, in view: View) -> Ancestry {
    guard let block = blocks[candidate.block], let body = block.verdict else {
      return .open(.block(candidate.block))
    }
    guard body == .valid else { return .wrong }
    let header = block.header
    let parent: Ancestry
    if header.view == view {
      guard header.parentView == candidate.parentView else { return .wrong }
      parent = ancestry(of: header, in: candidate.parentView)
    } else {
      // Only a closing block is certified under a view that is not its header's.
      guard plan.isClosing(header), header.view < view else { return .wrong }
      parent = standing(of: candidate.block, in: candidate.parentView)
    }
    guard case .certified = parent else { return parent }
    #if PLANTED
      if EngineBug.ignoresRoots.isPlanted { return .certified }
    #endif
    guard let root = roots[header.executedHeight] else { return .open(nil) }
    return root == header.executedStateRoot ? .certified : .wrong
  }

  /// Where the parent stands that a header names, in the view its candidate names.
  func ancestry(of header: Header, in parentView: View) -> Ancestry {
    standing(of: header.parentHash, in: parentView)
  }

  /// Where a block stands that is said to be certified in a view.
  func standing(of block: Digest, in view: View) -> Ancestry {
    guard view > floor.view else {
      return view == floor.view && block == floor.block ? .certified : .wrong
    }
    guard window.contains(view) else { return .wrong }
    let record = window[view]
    guard let notarized = record.notarized else {
      return .open(.certificates(view...view))
    }
    guard notarized.block == block else { return .wrong }
    switch record.certification {
    case .certified: return .certified
    case .open: return .open(nil)
    case .bad: return .wrong
    }
  }

  func isCertified(_ block: Digest, in view: View) -> Bool {
    if case .certified = standing(of: block, in: view) { true } else { false }
  }

  /// Takes a root this node has computed; a final block that names another is the end.
  mutating func take(_ root: Digest, after height: Height) {
    guard height >= lastFinal.executedHeight else { return }
    roots[height] = root
    if turn.awaitsState {
      turn.isBuilding = false
      turn.awaitsState = false
    }
    guard let named = expectedRoots[height] else { return }
    expectedRoots[height] = nil
    if named.root != root {
      halt(
        .otherState(
          Divergence(height: height, ownRoot: root, finalRoot: named.root, block: named.block)))
    }
  }
}
