import Chain
import Codec
import Consensus
import Cryptography
import Foundation
import Ledger
import RPC
import Replica
import Sockets
import State
import Storage
import Transport

/// A node from its start to its end: what it needs is opened, put together, run, and closed in the
/// opposite order.
struct NodeProcess {
  let home: Home
  let configuration: Configuration
  /// The epoch in which the operator lets a validator vote although its journal was lost.
  let acceptedEpoch: Epoch?
  let clock: NodeClock
  let console: Console

  private let log: Logbook
  private let inbox = Inbox()

  init(
    home: Home, configuration: Configuration, acceptedEpoch: Epoch?, clock: NodeClock,
    console: Console
  ) {
    self.home = home
    self.configuration = configuration
    self.acceptedEpoch = acceptedEpoch
    self.clock = clock
    self.console = console
    log = configuration.logbook
  }

  /// Runs the node until it is asked to end.
  func run() throws(CommandFailure) {
    let lock = try lockHome()
    let genesis = try GenesisCommands.read(home.genesisPath)
    let key = try readKey()
    do throws(ShellFailure) {
      let signals = ProcessSignals.catchEnding { [inbox] name in inbox.put(.stop(because: name)) }
      defer { signals.stop() }
      try run(genesis, key)
    } catch {
      log.error(.node, "the node cannot go on", ["reason": error])
      throw .failed("\(error)")
    }
    _ = consume lock
  }

  private func lockHome() throws(CommandFailure) -> HomeLock {
    do throws(HomeLock.Refusal) {
      return try HomeLock(home.path)
    } catch {
      switch error {
      case .taken(let process):
        let holder = process.map { "process \($0)" } ?? "another process"
        throw .failed("\(holder) runs the node of '\(home.path)'; stop it first")
      case .system(let error) where error.isMissingFile:
        throw .failed(
          "there is no node in '\(home.path)'; make one with: tradewind init --home DIR")
      case .system(let error):
        throw .failed("the folder '\(home.path)' cannot be used: \(error.reason)")
      }
    }
  }

  private func readKey() throws(CommandFailure) -> PrivateKey? {
    guard PrivateFile.isTaken(home.keyPath) else { return nil }
    let file = try StoredKey.read(home.keyPath, on: console)
    let passphrase = try configuration.passphraseSource.known(for: home.keyPath, on: console)
    return try StoredKey.decrypt(file, at: home.keyPath, passphrase: passphrase)
  }

  private func run(_ genesis: GenesisBlock, _ key: consuming PrivateKey?) throws(ShellFailure) {
    var signer: Signer?
    while true {
      try takeOver()
      let database = try openDatabase(genesis)
      if let key = key.take() {
        let mark = try storage { () throws(StorageError) in try database.snapshot().journal() }
        signer = try SigningFolder(path: home.journalPath).open(
          key: key, network: genesis.network, mark: mark, log: log)
      }
      guard try live(genesis, database, signer) == .imported else { return }
      // What the threads of this life still had to say is of no use in the next.
      for notice in inbox.take(waitingMilliseconds: 0) {
        if case .stop = notice { return }
      }
      log.info(.node, "beginning again behind the snapshot")
    }
  }

  private func takeOver() throws(ShellFailure) {
    do {
      try SnapshotArrival.takeOver(in: home)
    } catch {
      throw .home(path: home.path, reason: error.localizedDescription)
    }
  }

  /// Runs with one database.
  private func live(
    _ genesis: GenesisBlock, _ database: Database, _ signer: Signer?
  ) throws(ShellFailure) -> Shell.Ending {
    let network = genesis.network
    let latest = LatestState(of: database)
    let start = try epochStart(in: database, latest)
    try signer?.open(start.anchor, in: database)
    let acceptedEpoch = lossAccepted(from: start.epoch, by: signer)
    greet(genesis, database, start, signer)
    guard waitForGenesis(genesis.genesis.time) else { return .asked }
    let replica = try Replica(
      identity: Replica.Identity(
        network: network, genesisTime: genesis.genesis.time,
        epochLengthMilliseconds: genesis.genesis.epochLengthMilliseconds,
        key: signer?.gate.publicKey),
      settings: configuration.replica, start: start, signer: signer, database: database,
      latest: latest, at: clock.now)
    let line = try connect(start, latest, signer, on: network)
    latest.rest()
    defer { line.stop() }
    let shelf = SnapshotShelf(home.snapshotsPath)
    let snapshots = SnapshotWriter(
      database, to: shelf, network: network, everyEpochs: configuration.snapshotEveryEpochs,
      log: log)
    defer { snapshots.stop() }
    let prover = StateProver(database)
    let answers = PeerAnswers(
      database: database, snapshots: shelf, prover: prover, line: line, inbox: inbox)
    defer { answers.stop() }
    let executor = BlockExecutor(network: network, database: database, inbox: inbox)
    let committer = BlockCommitter(
      database: database, snapshots: snapshots, prover: prover, inbox: inbox)
    defer {
      executor.stop()
      committer.stop()
      log.info(.node, "stopped", ["height": database.progress.map { "\($0.height)" } ?? "none"])
    }
    let server = try serve(
      NodeAccess(database: database, network: network, line: line, inbox: inbox))
    defer { server?.stop(within: .seconds(1)) }
    return try Shell(
      replica: replica, signer: signer,
      parts: Shell.Parts(
        latest: latest, executor: executor, committer: committer, line: line, answers: answers,
        arrival: SnapshotArrival(in: home, beside: database), server: server,
        acceptedEpoch: acceptedEpoch),
      network: network, inbox: inbox, clock: clock, log: log
    ).run()
  }

  /// Begins to connect to other nodes, and to take them in.
  private func connect(
    _ start: EpochStart, _ latest: LatestState, _ signer: Signer?, on network: Network
  ) throws(ShellFailure) -> PeerLine {
    let key: PrivateKey
    do throws(CommandFailure) {
      key = try RawKey.readOrMake(home.transportKeyPath, on: console)
    } catch {
      throw .home(path: home.path, reason: "\(error)")
    }
    let duty = PeerDuty(
      start, in: Books(over: latest), as: Address(of: key.publicKey), signer: signer)
    let settings = PeerSettings(
      listening: configuration.peerAddresses, configured: configuration.peers,
      software: Program.versionLine)
    do throws(SocketError) {
      return try PeerLine(settings, key: key, network: network, duty: duty, inbox: inbox, log: log)
    } catch {
      throw .peers(configuration.peerAddresses, error)
    }
  }

  /// Serves clients, if there is anywhere to serve them.
  private func serve(_ node: NodeAccess) throws(ShellFailure) -> Server? {
    guard let settings = configuration.server else { return nil }
    do throws(SocketError) {
      let interface = RPCInterface(ChainMethods.all(of: node))
      return try Server(
        settings, application: RPCApplication(interface, greeting: Program.versionLine)
      ) { [log] event in
        switch event {
        case .listening, .stopped: log.info(.rpc, "\(event)")
        case .exposed, .refused, .outOfFiles, .connectionsLowered: log.warn(.rpc, "\(event)")
        }
      }
    } catch {
      throw .server(settings.addresses, error)
    }
  }

  private func storage<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(ShellFailure) -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      throw .storage(error)
    }
  }

  private func openDatabase(_ genesis: GenesisBlock) throws(ShellFailure) -> Database {
    try storage { () throws(StorageError) in
      let database = try Database(
        home.databasePath, network: genesis.network, settings: configuration.storage)
      guard database.progress == nil else { return database }
      var queue = [Storage.ExecutedBlock(genesis)]
      guard let group = CommitGroup(takingFrom: &queue, journal: nil) else {
        preconditionFailure("the queue holds genesis")
      }
      try database.commit(group)
      return database
    }
  }

  /// What the epoch starts from in which the database stands.
  private func epochStart(
    in database: Database, _ state: LatestState
  ) throws(ShellFailure) -> EpochStart {
    let anchor: Header = try storage { () throws(StorageError) in
      let snapshot = try database.snapshot()
      guard let progress = snapshot.progress else {
        preconditionFailure("a database begins with genesis")
      }
      let height =
        progress.isClosing
        ? progress.height : try progress.epoch.previous.flatMap(snapshot.closingHeight)
      guard let height, let anchor = try snapshot.header(at: height) else {
        throw .corrupt(path: database.path, reason: "the header before the epoch is missing")
      }
      return anchor
    }
    return EpochStart(behind: anchor, in: state)
  }

  /// The epoch in which the validator may vote although its journal was lost, if there is need for
  /// it; says what is risked.
  private func lossAccepted(from start: Epoch, by signer: Signer?) -> Epoch? {
    guard let acceptedEpoch, let gate = signer?.gate.standing else { return nil }
    guard gate != .trusted else {
      log.info(.consensus, "the journal is whole; there is no loss to accept")
      return nil
    }
    guard acceptedEpoch >= start else {
      log.warn(
        .consensus, "the journal's loss is accepted for an epoch that is over, so for none",
        ["accepted": acceptedEpoch, "epoch": start])
      return nil
    }
    log.warn(
      .consensus,
      """
      the operator lets this validator vote although its journal was lost: it asks its peers what \
      they have, and then votes; if it has voted in this epoch already, in a way that they do not \
      show, and votes otherwise now, it loses stake and is removed for ever
      """, ["accepted": acceptedEpoch, "epoch": start])
    return acceptedEpoch
  }

  private func greet(
    _ genesis: GenesisBlock, _ database: Database, _ start: EpochStart, _ signer: Signer?
  ) {
    log.info(
      .node, Program.versionLine,
      [
        "home": home.path, "chainId": genesis.genesis.chainID, "genesis": genesis.genesisHash,
        "height": database.progress.map { "\($0.height)" } ?? "none", "epoch": start.epoch,
        "consensusKey": signer.map { "\($0.gate.publicKey)" } ?? "none",
        "votes": signer?.gate.isVoting ?? false,
      ])
  }

  /// Waits until the network begins; false if the node is to end before.
  private func waitForGenesis(_ time: Timestamp) -> Bool {
    var wasTold = false
    while clock.time < time {
      if !wasTold { log.info(.node, "waiting for the network to begin", ["at": time.utc]) }
      wasTold = true
      for notice in inbox.take(waitingMilliseconds: min(time.units - clock.time.units, 1_000)) {
        if case .stop = notice { return false }
      }
    }
    return true
  }
}
