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

  private var views: [Place: Held] = [:]
  private var memory = CheckedClaims(remembering: 20_000)
  private(set) var count = 0

  mutating func add(_ certificate: Certificate, by node: Int, rules: ChainRules) -> [String] {
    let statement = certificate.statement
    let place = Place(epoch: statement.epoch, view: statement.view)
    count += 1
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
