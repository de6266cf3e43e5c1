import Chain
import Consensus
import Cryptography
import Replica
import State
import TestSupport

/// Giving states to others, and beginning again from one.
extension ReplicaNode {
  /// Keeps the state after a closing block, where somebody will ask for it.
  func export() {
    guard let absence = world.plan.absence, !isDead else { return }
    let store = machine.home.store
    do {
      try store.export(inChunksOf: absence.chunkSizeBytes)
    } catch {
      return world.checks.fail("node \(index) cannot export a state: \(error)")
    }
    // Of the newest state, no header that is final need say the root yet.
    guard absence.isForgotten, let oldest = store.exports.dropLast().last?.height.next else {
      return
    }
    machine.oldestGiven = max(machine.oldestGiven, oldest)
    learn(.kept(from: machine.oldestGiven))
  }

  func serve(_ request: SnapshotRequest, to peer: Address) {
    let bytes = machine.home.store.part(for: request, on: world.network)
    guard let node = world.node(peer),
      let part = SnapshotPart(answering: request, found: bytes)
    else { return }
    world.send(.snapshot(part), from: index, to: node)
  }

  func serveEnds(from epoch: Epoch, to peer: Address) {
    let ends = machine.home.store.ends(from: epoch)
    guard let node = world.node(peer), !ends.isEmpty else { return }
    world.send(.epochEnds(ends), from: index, to: node)
  }

  // MARK: Importing

  func beginImport(_ manifest: SnapshotManifest) {
    world.snapshots.begun += 1
    isImporting = true
    // Most crashes would come at other times.
    if !world.hasHealed, world.random.happens(oneIn: 3) {
      machine.stepsToCrash = world.random.number(in: 0...12)
    }
    tryImport { try machine.home.store.beginImport(manifest) }
  }

  func importEnds(_ ends: [EpochEnd]) { tryImport { try machine.home.store.add(ends) } }

  func importChunk(_ chunk: VerifiedChunk) {
    world.snapshots.chunks += 1
    tryImport {
      if !world.hasHealed, let interval = world.plan.absence?.fullDiskInterval,
        world.random.happens(oneIn: interval)
      {
        throw FullDisk()
      }
      try machine.home.store.add(chunk)
    }
  }

  func abandonImport() {
    world.snapshots.abandoned += 1
    isImporting = false
    machine.home.store.abandonImport()
  }

  /// Stops, and starts again behind the snapshot.
  func finishImport(_ manifest: SnapshotManifest) {
    // What was signed and not sent counts as sent.
    machine.home.disk.sync()
    var isDone = false
    tryImport { isDone = try machine.home.store.finishImport(naming: journal.mark) }
    guard isDone, !world.crashes(self) else { return }
    world.snapshots.finished += 1
    world.note(index, "begins again behind height \(manifest.closing.height)")
    isImporting = false
    world.stop(index)
  }

  /// What an operating system says that has no room.
  private struct FullDisk: Error {}

  private func tryImport(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      world.snapshots.failed += 1
      world.note(index, "cannot import: \(error)")
      isImporting = false
      machine.home.store.abandonImport()
      world.schedule(.learn(index, life, .importFailed), after: 1)
    }
  }
}
