import Chain
import Consensus
import TestSupport
import Testing

/// R1.
@Suite struct ProposingTests {
  @Test func `A leader builds on the highest certified block below its view`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0, from: 4)
    let parent = rehearsal.header(1)
    _ = try rehearsal.certify(parent)
    _ = try rehearsal.skip(to: mine)
    let builds = rehearsal.wait(60).builds
    #expect(builds.map(\.view) == [View(mine)])
    #expect(builds.map(\.parent) == [parent])
    #expect(builds.map(\.parentView) == [View(1)])
  }

  @Test func `A leader that lacks what a quorum said of a view asks for it and waits`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0, from: 4)
    // It skips what it has not seen: the nullification of the view just before its own is enough.
    let effects = try rehearsal.learn(.nullify, in: mine - 1) + rehearsal.wait(60)
    #expect(effects.builds.isEmpty)
    #expect(effects.requests == [.certificates(View(1)...View(mine - 2))])
    for view in 1..<(mine - 1) { _ = try rehearsal.learn(.nullify, in: view) }
    #expect(rehearsal.wait(60).builds.count == 1 || rehearsal.engine.current == View(mine))
  }

  @Test func `A proposal leaves only when the vote for it is durable`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(60)
    rehearsal.isSigning = false
    let header = rehearsal.header(mine)
    let effects = rehearsal.feed(.built(header))
    #expect(effects.signedContents == [.notarize(rehearsal.candidate(header))])
    #expect(effects.broadcasts.isEmpty)
    let vote = try rehearsal.network.vote(effects.signed[0], by: 0)
    #expect(rehearsal.feed(.cast(vote)).broadcastVotes == effects.signed)
  }

  @Test func `A leader without a block to propose gives its view up at once`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(60)
    #expect(rehearsal.feed(.notBuilt(View(mine))).signedContents == [.nullify])
  }

  @Test func `A leader without a block waits before it gives up many views in a row`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0, from: 5)
    _ = try rehearsal.skip(to: mine)
    #expect(rehearsal.wait(60).builds.count == 1)
    #expect(rehearsal.feed(.notBuilt(View(mine))).signed.isEmpty)
    #expect(rehearsal.wait(60).builds.isEmpty)
    let retried = rehearsal.feed(.executed(Height(104), root: Rehearsal.root(Height(104))))
    #expect(retried.builds.map(\.view) == [View(mine)])
    #expect(rehearsal.feed(.notBuilt(View(mine))).signed.isEmpty)
    #expect(rehearsal.wait(60_000).signedContents.contains(.nullify))
  }

  @Test func `A block that was built for a view left meanwhile is not proposed`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(60)
    let header = rehearsal.header(mine)
    _ = try rehearsal.skip(to: mine + 1)
    #expect(rehearsal.feed(.built(header)).signed.isEmpty)
  }

  @Test func `A leader proposes nothing in a view it has given up`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(60)
    let header = rehearsal.header(mine)
    #expect(rehearsal.wait(5_000).signedContents == [.nullify])
    #expect(rehearsal.feed(.built(header)).signed.isEmpty)
  }

  @Test func `With transactions a leader keeps the least interval from its parent`() throws {
    var rehearsal = try Rehearsal(minBlockIntervalMilliseconds: 200)
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0, from: 2)
    _ = try rehearsal.skip(to: mine - 1)
    _ = try rehearsal.certify(rehearsal.header(mine - 1))
    #expect(rehearsal.wait(199).builds.isEmpty)
    #expect(rehearsal.wait(1).builds.count == 1)
  }

  @Test func `Without transactions a leader waits for them, and not for ever`() throws {
    var rehearsal = try Rehearsal()
    let mine = rehearsal.view(ledBy: 0, from: 2)
    _ = try rehearsal.skip(to: mine)
    #expect(rehearsal.wait(999).builds.isEmpty)
    #expect(rehearsal.wait(1).builds.count == 1)
  }

  @Test func `A transaction that arrives ends the wait`() throws {
    var rehearsal = try Rehearsal()
    let mine = rehearsal.view(ledBy: 0, from: 2)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(300)
    #expect(rehearsal.feed(.transactionsWait(true)).builds.count == 1)
  }

  @Test func `A built block that breaks a rule is not proposed, and its view is given up`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let mine = rehearsal.view(ledBy: 0)
    _ = try rehearsal.skip(to: mine)
    _ = rehearsal.wait(60)
    var header = rehearsal.header(mine)
    header.height = header.height.next
    #expect(rehearsal.feed(.built(header)).signedContents == [.nullify])
  }
}
