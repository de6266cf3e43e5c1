import Chain
import Consensus
import Cryptography

/// Every certificate that an honest node has held, and what must hold between them.
///
/// 1. a certificate has a quorum of true signatures;
/// 2. a view has at most one notarized block, under one parent view;
/// 3. a view has at most one final block;
/// 4. a final view is not nullified;
/// 5. what is final in a view is what is notarized in it;
/// 6. what is final was notarized;
/// 7. a block's parent view is lower, and no view between them is final;
/// 8. every view between a block and its parent is nullified.
struct CertificateRegistry {
  private struct Held {
    var notarized: Statement.Candidate?
    var finalized: Statement.Candidate?
    var isNullified = false
  }

  private struct Place: Hashable, Comparable {
    let epoch: Epoch
    let view: View

    static func < (left: Place, right: Place) -> Bool {
      (left.epoch, left.view) < (right.epoch, right.view)
    }
  }

  /// What one node has on its disk.
  private struct Holding: Hashable {
    let node: Int
    let statement: Statement
  }

  private var views: [Place: Held] = [:]
  private var durable: Set<Holding> = []
  /// What one node has seen itself, durable or not.
  private var seen: Set<Holding> = []
  private var memory = CheckedClaims(remembering: 20_000)
  private var newest: [Epoch: View] = [:]
  private(set) var count = 0

  mutating func add(_ certificate: Certificate, by node: Int, rules: ChainRules) -> [String] {
    let statement = certificate.statement
    let place = Place(epoch: statement.epoch, view: statement.view)
    count += 1
    seen.insert(Holding(node: node, statement: statement))
    newest[statement.epoch] = max(newestView(of: statement.epoch), statement.view)
    let set = rules.set(of: statement.epoch)
    let power = certificate.votes.reduce(0) { $0 + set.members[$1.member].power.units }
    guard power >= set.quorum.units else {
      return ["node \(node) holds \(statement.summary) without a quorum"]
    }
    var held = views[place] ?? Held()
    defer { views[place] = held }
    switch statement.content {
    case .nullify: held.isNullified = true
    case .notarize(let candidate):
      if let other = held.notarized, other != candidate {
        return ["view \(statement.view) of epoch \(statement.epoch) has two notarized blocks"]
      }
      held.notarized = candidate
    case .finalize(let candidate):
      if let other = held.finalized, other != candidate {
        return ["view \(statement.view) of epoch \(statement.epoch) has two final blocks"]
      }
      held.finalized = candidate
    }
    return []
  }

  /// The highest view of an epoch in which a quorum was seen to say anything.
  func newestView(of epoch: Epoch) -> View { newest[epoch] ?? .zero }

  /// Whether a node has seen a quorum back a block in a view.
  func backs(_ block: Digest, in view: View, of epoch: Epoch, seenBy node: Int) -> Bool {
    guard let held = views[Place(epoch: epoch, view: view)] else { return false }
    let contents: [Statement.Content?] = [
      held.notarized.map { .notarize($0) }, held.finalized.map { .finalize($0) },
    ]
    return contents.contains { content in
      guard let content else { return false }
      let statement = Statement(epoch: epoch, view: view, content: content)
      guard statement.candidate?.block == block else { return false }
      return seen.contains(Holding(node: node, statement: statement))
    }
  }

  /// Whether a node has seen a quorum nullify a view.
  func isNullified(_ view: View, of epoch: Epoch, seenBy node: Int) -> Bool {
    let statement = Statement(epoch: epoch, view: view, content: .nullify)
    return seen.contains(Holding(node: node, statement: statement))
  }

  /// A node's disk has a certificate for sure.
  mutating func synced(_ certificate: Certificate, by node: Int) {
    let holding = Holding(node: node, statement: certificate.statement)
    durable.insert(holding)
    seen.insert(holding)
  }

  /// A certificate leaves a node, which must have it on its disk by then.
  func sent(_ certificate: Certificate, by node: Int) -> [String] {
    guard !durable.contains(Holding(node: node, statement: certificate.statement)) else {
      return []
    }
    return [
      "node \(node) sent the certificate \(certificate.statement.summary) before it was durable"
    ]
  }

  func conclude() -> [String] {
    var complaints: [String] = []
    for (place, held) in views.sorted(by: { $0.key < $1.key }) {
      let name = "view \(place.view) of epoch \(place.epoch)"
      if let final = held.finalized {
        if held.isNullified { complaints.append("\(name) is final and nullified") }
        if held.notarized == nil { complaints.append("\(name) is final and was never notarized") }
        if let notarized = held.notarized, notarized != final {
          complaints.append("\(name) has one block notarized and another final")
        }
      }
      guard let candidate = held.notarized ?? held.finalized else { continue }
      guard candidate.parentView < place.view else {
        complaints.append("\(name) has a parent that is not before it")
        continue
      }
      for skipped in candidate.parentView.next.units..<place.view.units {
        let between = views[Place(epoch: place.epoch, view: View(skipped))]
        if between?.finalized != nil {
          complaints.append("\(name) skips view \(skipped), which is final")
        }
        if between?.isNullified != true {
          complaints.append("\(name) skips view \(skipped), which is not nullified")
        }
      }
    }
    return complaints
  }
}
