import Chain
import Codec
import Consensus
import Cryptography
import Storage

/// The signing journal of a home: made with its key, opened by the node, and put away when it
/// cannot be trusted.
struct SigningFolder {
  let path: String

  /// Makes the journal of a new key, which has signed nothing.
  func create(for key: PublicKey) throws(SystemError) {
    try make(for: key, network: nil, standing: .trusted)
  }

  private func make(
    for key: PublicKey, network: Network?, standing: Standing
  ) throws(SystemError) {
    let folder = JournalFolder(path)
    try folder.create()
    let made = Journal.make(
      identity: Digest(RandomBytes.draw()), key: key, network: network, standing: standing)
    try folder.write(made.write)
    try folder.synchronize()
  }

  /// Opens the journal, or begins one in place of what cannot be trusted; then the validator
  /// observes until it may vote again.
  func open(
    key: consuming PrivateKey, network: Network, mark: JournalMark?, log: Logbook
  ) throws(ShellFailure) -> Signer {
    let publicKey = key.publicKey
    let found = try attempt { () throws(SystemError) in
      try read(for: publicKey, network: network, mark: mark)
    }
    let contents: JournalContents
    switch found {
    case .success(let whole): contents = whole
    case .failure(let fault):
      guard !fault.isMistaken else { throw .mistakenJournal(fault) }
      contents = try attempt { () throws(SystemError) in
        try replace(for: publicKey, network: network, because: fault, log: log)
      }
    }
    // What the database names is another journal if this one has just been made.
    let isOther = mark.map { $0.identity != contents.identity } ?? false
    return try Signer(
      key: key, network: network, folder: JournalFolder(path), contents: contents,
      mark: isOther ? nil : mark)
  }

  private func attempt<Result>(
    _ body: () throws(SystemError) -> Result
  ) throws(ShellFailure) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw .journal(path: path, error)
    }
  }

  /// Puts the journal away and makes one that says that votes may be forgotten.
  private func replace(
    for key: PublicKey, network: Network, because fault: JournalFault, log: Logbook
  ) throws(SystemError) -> JournalContents {
    let place = try JournalFolder(path).putAway()
    log.warn(
      .consensus, "this validator observes, for its signing journal cannot be trusted",
      ["fault": fault, "movedTo": place ?? "nowhere"])
    try make(for: key, network: network, standing: .inquiring)
    guard case .success(let contents) = try read(for: key, network: network, mark: nil) else {
      preconditionFailure("a journal that was just made can be read")
    }
    return contents
  }

  /// What the journal holds, or why it cannot be trusted.
  private func read(
    for key: PublicKey, network: Network, mark: JournalMark?
  ) throws(SystemError) -> Result<JournalContents, JournalFault> {
    let files: SortedMap<Epoch, [UInt8]>
    do throws(SystemError) {
      files = try JournalFolder(path).readJournal()
    } catch {
      guard error.isMissingFile else { throw error }
      return .failure(.missing)
    }
    do throws(JournalFault) {
      let contents = try JournalContents(reading: files)
      try contents.check(against: mark, key: key, network: network)
      return .success(contents)
    } catch {
      return .failure(error)
    }
  }
}
