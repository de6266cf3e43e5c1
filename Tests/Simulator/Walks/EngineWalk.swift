import Chain
import Consensus
import Cryptography
import TestSupport

/// One engine, all of whose peers are played, in a situation that the rules decide alone: what it
/// has to do then, and what it must not do.
///
/// In a world leaders seldom bring such situations about, and what is lost soon comes another way.
/// The situation follows from the seed; views, orders and flaws are drawn.
struct EngineWalk {
  enum Situation: CaseIterable {
    // What is voted for: `EngineWalk+Proposals`.
    case gap
    case openParent
    case brokenHeader
    case absentBody
    case brokenBody
    case earlyBlock
    case usurper
    // What this node proposes: `EngineWalk+Leading`.
    case leading
    // What is certified and final: `EngineWalk+Blocks`.
    case skippedBlock
    case otherState
    case otherBlock
    case lostBody
    case lostChain
    case openChain
    // How long is waited, and what is said again: `EngineWalk+Patience`.
    case silence
    case repetition
    case heardLeader
    case silentLeader
    case restart
    // What others say: `EngineWalk+Peers`.
    case distantVotes
    case longEpoch
    case contradiction
    case request
    case weights
    // The end of an epoch: `EngineWalk+Closing`.
    case closing
    case closedEpoch
    case repeatedClosing
  }

  let situation: Situation
  var random: SplitMix64
  private(set) var complaints: [String] = []

  init(seed: UInt64) {
    situation = Situation.allCases[Int(seed % UInt64(Situation.allCases.count))]
    random = SplitMix64(seed: seed ^ 0xE4617E)
  }

  mutating func run() {
    do {
      switch situation {
      case .gap: try meetGap()
      case .openParent: try meetOpenParent()
      case .brokenHeader: try meetBrokenHeader()
      case .absentBody: try meetAbsentBody()
      case .brokenBody: try meetBrokenBody()
      case .earlyBlock: try meetEarlyBlock()
      case .usurper: try meetUsurper()
      case .leading: try meetLeading()
      case .skippedBlock: try meetSkippedBlock()
      case .otherState: try meetOtherState()
      case .otherBlock: try meetOtherBlock()
      case .lostBody: try meetLostBody()
      case .lostChain: try meetLostChain()
      case .openChain: try meetOpenChain()
      case .silence: try meetSilence()
      case .repetition: try meetRepetition()
      case .heardLeader: try meetHeardLeader()
      case .silentLeader: try meetSilentLeader()
      case .restart: try meetRestart()
      case .distantVotes: try meetDistantVotes()
      case .longEpoch: try meetLongEpoch()
      case .contradiction: try meetContradiction()
      case .request: try meetRequest()
      case .weights: try meetWeights()
      case .closing: try meetClosing()
      case .closedEpoch: try meetClosedEpoch()
      case .repeatedClosing: try meetRepeatedClosing()
      }
    } catch {
      complain("cannot be played: \(error)")
    }
  }

  // MARK: What situations are made of

  mutating func complain(_ text: String) { complaints.append("engine, \(situation): \(text)") }

  mutating func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
    if !holds { complain(text()) }
  }

  /// The next view, from a drawn one on, that another member leads.
  mutating func foreignView(of rehearsal: Rehearsal, from first: UInt64) -> UInt64 {
    rehearsal.view(
      ledBy: random.number(in: 1...3), from: first + UInt64(random.number(in: 0...8)))
  }

  /// Something a view can be built on: the block before the epoch, or a certified one.
  mutating func drawnParent(in rehearsal: inout Rehearsal) throws -> Header? {
    guard random.happens(oneIn: 2) else { return nil }
    let view = UInt64(random.number(in: 1...5))
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    _ = try rehearsal.certify(header)
    return header
  }
}

extension Rehearsal {
  /// The vote for a block in its view, and under its parent's.
  func notarization(of header: Header) -> Statement {
    statement(.notarize(candidate(header)), in: header.view.units)
  }
}

extension [Effect] {
  /// Whether the gate was asked for a notarization.
  var notarizes: Bool { signed.contains { $0.kind == .notarize } }
}
