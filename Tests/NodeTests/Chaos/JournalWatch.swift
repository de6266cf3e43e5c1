import Chain
import Codec
import Consensus
import Cryptography
import Foundation
import Synchronization

/// Collects what validators write down of their votes while they run, and finds any two that no
/// honest validator signs both of, over all journals that a key has ever had.
final class JournalWatch: Sendable {
  /// A journal with which a validator began anew counts as another one.
  private struct Source: Hashable {
    let identity: Digest
    let key: PublicKey
  }

  private struct Place: Hashable {
    let key: PublicKey
    let epoch: Epoch
    let view: View
  }

  private struct State {
    var folders: [String]
    var statements: [Place: Set<Statement>] = [:]
    var firstEpochs: [Source: Epoch] = [:]
    var voteCount = 0
    var contradictions: [String] = []
    var isEnding = false
  }

  /// So many epochs are remembered, of chains that go on for an hour.
  private static let epochCountMax: UInt64 = 60
  /// Journals are removed when their epoch is over, so one has to look often.
  private static let interval = 0.1

  private let state: Mutex<State>

  init(_ folders: [String]) {
    state = Mutex(State(folders: folders))
    let thread = Thread { [self] in
      while !state.withLock({ $0.isEnding }) {
        // A journal that is being written may be caught between two files.
        for folder in state.withLock({ $0.folders }) { _ = try? look(at: folder) }
        Thread.sleep(forTimeInterval: Self.interval)
      }
    }
    thread.start()
  }

  func add(_ folder: String) { state.withLock { $0.folders.append(folder) } }

  func stop() { state.withLock { $0.isEnding = true } }

  var voteCount: Int { state.withLock { $0.voteCount } }

  /// Hands out the votes of one key that contradict each other; each two of them once.
  func takeContradictions() -> [String] {
    state.withLock { state in
      defer { state.contradictions = [] }
      return state.contradictions
    }
  }

  /// The first epoch in which the journal that is in a folder now has a vote.
  func firstEpoch(in folder: String) throws -> Epoch? {
    let contents = try look(at: folder)
    return state.withLock { $0.firstEpochs[Source(identity: contents.identity, key: contents.key)] }
  }

  /// What the journal in a folder says was voted last, in the epoch that it is in.
  func lastVote(in folder: String) throws -> Statement? {
    let contents = try look(at: folder)
    for case .vote(let vote) in contents.records(of: contents.epoch).reversed() {
      return vote.statement
    }
    return nil
  }

  /// Takes in what a journal holds.
  @discardableResult
  func look(at folder: String) throws -> JournalContents {
    var files = SortedMap<Epoch, [UInt8]>()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      guard name.hasPrefix("journal-"), let number = UInt64(name.dropFirst("journal-".count))
      else { continue }
      files[Epoch(number)] = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }
    let contents = try JournalContents(reading: files)
    for (epoch, _) in files { note(contents.records(of: epoch), in: contents) }
    return contents
  }

  private func note(_ records: [JournalRecord], in contents: JournalContents) {
    let source = Source(identity: contents.identity, key: contents.key)
    state.withLock { state in
      for record in records {
        guard case .vote(let vote) = record else { continue }
        let statement = vote.statement
        let place = Place(key: source.key, epoch: statement.epoch, view: statement.view)
        guard state.statements[place, default: []].insert(statement).inserted else { continue }
        state.voteCount += 1
        state.firstEpochs[source] = min(
          state.firstEpochs[source] ?? statement.epoch, statement.epoch)
        for other in state.statements[place, default: []] where other.contradicts(statement) {
          state.contradictions.append("\(source.key): \(statement) and \(other)")
        }
      }
      guard contents.epoch.units > Self.epochCountMax else { return }
      let oldest = contents.epoch.units - Self.epochCountMax
      guard state.statements.count > 100_000 else { return }
      state.statements = state.statements.filter { $0.key.epoch.units >= oldest }
    }
  }
}
