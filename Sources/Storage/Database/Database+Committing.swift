package import Chain
import Codec
import Cryptography
import State

extension Database {
  /// Makes blocks and the state after them durable, and prunes a little of what is too old.
  ///
  /// The first group begins with genesis, and each later one where the one before ended.
  @discardableResult
  package func commit(_ group: CommitGroup) throws(StorageError) -> Progress {
    let tip = tip
    let expected = tip.progress.map { $0.height.next } ?? .zero
    precondition(group.first.height == expected, "a group goes on where the one before ended")
    let changes = group.changes
    let computation = TreeComputation(of: tip.tree, after: changes, retiring: takeRetired()) {
      [self] () throws(StorageError) in try environment.read()
    }
    let threads = WorkerThreads(count: computation.threadCount) { computation.work() }
    let (tree, progress) = try environment.write { transaction throws(StorageError) in
      let before = try transaction.contents.fact(.progress, as: Progress.self)
      precondition(before == tip.progress, "one thread commits")
      try transaction.put(group, settings: settings)
      try transaction.apply(changes)
      threads.join()
      let (tree, subtrees) = try computation.finish()
      try transaction.apply(subtrees)
      return (tree, try transaction.finish(group, stateRoot: tree.root, pruning: pruning))
    }
    publish(Tip(progress: progress, tree: tree))
    return progress
  }

  /// Notes which signing journal belongs to the database from now on, and how far it is synced.
  package func note(journal: JournalMark) throws(StorageError) {
    try environment.write { transaction throws(StorageError) in
      try transaction.set(.journal, to: journal)
    }
  }

  /// Prunes what is too old, up to a number of blocks; says whether anything is left to prune.
  package func prune(blocksMax: Int) throws(StorageError) -> Bool {
    try environment.write { transaction throws(StorageError) in
      try transaction.prune(pruning, blocksMax: blocksMax)
    }
  }

  /// Extends the indexes by so many older blocks; says whether they are complete now.
  package func buildIndexes(blocksMax: Int) throws(StorageError) -> Bool {
    try environment.write { transaction throws(StorageError) in
      try transaction.buildIndexes(blocksMax: blocksMax, indexes: settings.indexes)
    }
  }
}

extension CommitGroup {
  /// What all blocks together did to the state.
  fileprivate var changes: ChangeSet {
    var changes = first.changes
    for block in blocks.dropFirst() { changes.append(block.changes) }
    return changes
  }

  fileprivate func progress(stateRoot: Digest) -> Progress {
    Progress(
      height: last.height, epoch: last.block.header.epoch, blockHash: last.hash,
      isClosing: last.isClosing, stateRoot: stateRoot)
  }
}

extension WriteTransaction {
  /// Writes the blocks of a group, and what they replace in the state if that is kept.
  fileprivate mutating func put(
    _ group: CommitGroup, settings: StorageSettings
  ) throws(StorageError) {
    if settings.historyBlocks != 0 {
      try recordHistory(of: group)
      try extend(.history, over: group)
    }
    for block in group.blocks { try put(block, indexes: settings.indexes) }
    try extend(.blocks, over: group)
  }

  /// Writes the new values of the state.
  fileprivate mutating func apply(_ changes: ChangeSet) throws(StorageError) {
    try edit(Schema.state) { cursor throws(StorageError) in
      for (key, change) in changes.sorted { try cursor.apply(change, to: key) }
    }
  }

  /// Carries out what has changed about the top of the tree.
  mutating func apply(_ changes: StateTree.SubtreeChanges) throws(StorageError) {
    for key in changes.removed { try delete(key.span, in: Schema.subtrees) }
    try edit(Schema.subtrees) { cursor throws(StorageError) in
      for subtree in changes.written {
        try cursor.put(subtree.bytes.span, for: subtree.key.span)
      }
    }
  }

  /// Notes how far the database has come, and prunes in step with it.
  fileprivate mutating func finish(
    _ group: CommitGroup, stateRoot: Digest, pruning: Pruning
  ) throws(StorageError) -> Progress {
    let progress = group.progress(stateRoot: stateRoot)
    try set(.progress, to: progress)
    if let journal = group.journal { try set(.journal, to: journal) }
    if group.last.isNameable {
      var roots = try contents.fact(.roots, as: NameableRoots.self) ?? NameableRoots()
      let header = group.last.block.header
      roots.add(stateRoot, at: header.height, namedSoFar: header.executedHeight)
      try set(.roots, to: roots)
    }
    _ = try prune(pruning, blocksMax: 2 * group.blocks.count)
    return progress
  }

  private mutating func put(
    _ executed: ExecutedBlock, indexes: Set<BlockIndex>
  ) throws(StorageError) {
    let header = executed.block.header
    let key = BigEndian.key(header.height)
    try put(header, for: key, in: Schema.headers)
    try put(executed.block.body, for: key, in: Schema.bodies)
    try put(executed.outcome, for: key, in: Schema.outcomes)
    try put(header.height, for: executed.hash.bytes.array, in: Schema.heights)
    if let certificate = executed.certificate {
      try put(certificate, for: key, in: Schema.certificates)
    }
    if let chosenSet = executed.chosenSet { try close(header, choosing: chosenSet) }
    let stored = StoredBlock(
      header: header, body: executed.block.body, outcome: executed.outcome)
    for index in BlockIndex.allCases where indexes.contains(index) {
      try add(stored, to: index)
      let before = try contents.fact(index.fact, as: Coverage.self)
      let lowest = before.map(\.lowest) ?? header.height
      try set(index.fact, to: Coverage(lowest: lowest, highest: header.height))
    }
  }

  private mutating func close(
    _ header: Header, choosing set: ValidatorSet
  ) throws(StorageError) {
    try put(header.height, for: BigEndian.key(header.epoch), in: Schema.closings)
    let epoch = header.epoch.next
    try put(set, for: BigEndian.key(epoch.next), in: Schema.validatorSets)
    // The genesis set serves the first two epochs.
    if header.epoch == .zero { try put(set, for: BigEndian.key(epoch), in: Schema.validatorSets) }
  }

  /// Lets the heights that a part of the database covers go on with a group's.
  private mutating func extend(_ fact: Fact, over group: CommitGroup) throws(StorageError) {
    let before = try contents.fact(fact, as: Coverage.self)
    let lowest = before.map(\.lowest) ?? group.first.height
    try set(fact, to: Coverage(lowest: lowest, highest: group.last.height))
  }
}
