import Chain
import Codec
import Cryptography
import State

extension Books {
  /// Deletes what nobody can use any more, the oldest first, and not too much in one block.
  ///
  /// Vouchers and records have half of a block's deletions each, and what the other leaves, so that
  /// many of one never keep the other from going.
  mutating func expireTraffic(in block: BlockContext) {
    let half = Traffic.deletionsPerBlockMax / 2
    let spare = expireWindows(at: block.epoch, atMost: half)
    let rest = expireRecords(at: block.epoch, atMost: half + spare)
    _ = expireWindows(at: block.epoch, atMost: rest)
  }

  /// Deletes vouchers, pages and draws of epochs that cannot be reported any more, and returns how
  /// many deletions are left.
  private mutating func expireWindows(at now: Epoch, atMost limit: Int) -> Int {
    let tables = [Tables.counters.table, Tables.pageMarks.table, Tables.prepayDraws.table]
    return expire(from: Tables.oldestWindow, atMost: limit) { (books, epoch, left) in
      guard books.isReportWindowOver(of: epoch, at: now) else { return false }
      for table in tables {
        books.forEachKey(of: epoch, in: table, &left) { books, key in books.remove(key) }
      }
      return left > 0
    }
  }

  /// Deletes what epochs settled whose time is over, and returns how many deletions are left.
  private mutating func expireRecords(at now: Epoch, atMost limit: Int) -> Int {
    expire(from: Tables.oldestRecord, atMost: limit) { (books, epoch, left) in
      guard epoch < now else { return false }
      guard let record = books.epochRecord(epoch) else { return true }
      guard now > record.claimTime(of: epoch).upperBound else { return false }
      books.forEachKey(of: epoch, in: Tables.nodeClaims.table, &left) { books, key in
        books.expire(epoch, in: ClaimList.nodes, at: key)
      }
      books.forEachKey(of: epoch, in: Tables.fileClaims.table, &left) { books, key in
        books.expire(epoch, in: ClaimList.files, at: key)
      }
      guard left > 0 else { return false }
      books[Tables.epochRecords[epoch.units]] = nil
      books.forfeit(record.unclaimed, of: epoch)
      return true
    }
  }

  /// Goes on from the epoch that was the oldest last time, as long as each is done with.
  private mutating func expire(
    from place: Place<Count>, atMost limit: Int,
    _ body: (inout Books, Epoch, _ left: inout Int) -> Bool
  ) -> Int {
    let start = self[place]?.units ?? 1
    var epoch = Epoch(start)
    var left = limit
    while left > 0, body(&self, epoch, &left) {
      epoch = epoch.next
      left -= 1
    }
    if epoch.units > start { self[place] = Count(epoch.units) }
    return left
  }

  /// Visits entries of a table whose keys begin with an epoch, as many as may still be visited.
  private mutating func forEachKey(
    of epoch: Epoch, in table: Table, _ left: inout Int, _ body: (inout Books, StateKey) -> Void
  ) {
    var prefix = table.lower
    epoch.units.append(to: &prefix)
    var lower = prefix
    while left > 0, let key = firstKey(from: lower, below: prefix.afterPrefix) {
      body(&self, key)
      left -= 1
      lower = key.successor
    }
  }

  private mutating func expire<Subject>(
    _ epoch: Epoch, in list: ClaimList<Subject>, at key: StateKey
  ) {
    // The subject stands behind the table and the epoch.
    expire(epoch, of: Subject(key: key.storage.span.extracting(9..<key.count)), in: list)
  }

  /// Gives what nobody has claimed to everybody.
  private mutating func forfeit(_ amount: Wei, of epoch: Epoch) {
    do throws(Refusal) {
      try move(amount, from: .trafficRewards, to: ModuleAccount.communityPool.address)
    } catch {
      preconditionFailure("traffic rewards hold what every record owes: \(error)")
    }
    emit(
      Traffic.RecordsExpired(epoch: epoch.units, unclaimed: UInt256(amount.units)),
      by: Traffic.address)
  }
}
