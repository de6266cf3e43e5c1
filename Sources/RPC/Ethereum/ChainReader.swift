import Chain
import Cryptography
import Ledger
import State
import Storage

/// The committed chain, as of one moment, for answering one request.
struct ChainReader {
  let snapshot: Snapshot
  let network: Network

  init(_ snapshot: Snapshot, network: Network) {
    self.snapshot = snapshot
    self.network = network
  }

  var latest: Height { snapshot.progress?.height ?? .zero }

  /// Reads from the database.
  func attempt<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(RPCError) -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      throw .storage(error)
    }
  }

  /// The height of a block that is there, or nothing.
  func height(of reference: BlockReference) throws(RPCError) -> Height? {
    switch reference {
    case .latest, .pending: return latest
    case .height(let units): return units <= latest.units ? Height(units) : nil
    case .hash(let hash):
      return try attempt { () throws(StorageError) in try snapshot.height(of: hash) }
    }
  }

  func block(_ reference: BlockReference) throws(RPCError) -> StoredBlock? {
    guard let height = try height(of: reference) else { return nil }
    return try attempt { () throws(StorageError) in try snapshot.block(at: height) }
  }

  func header(_ reference: BlockReference) throws(RPCError) -> Header {
    if let height = try height(of: reference),
      let header = try attempt({ () throws(StorageError) in try snapshot.header(at: height) })
    {
      return header
    }
    throw .refused("header not found")
  }

  /// The state after a block, with that block's header.
  func state(
    after reference: BlockReference
  ) throws(RPCError) -> (state: any StateView, header: Header) {
    let header = try header(reference)
    guard header.height < latest else { return (snapshot, header) }
    let past = try attempt { () throws(StorageError) in try snapshot.state(at: header.height) }
    guard let past else {
      throw .refused("the state of block \(header.height) is no longer kept by this node")
    }
    return (past, header)
  }

  /// The limit of gas that held for a block, as far as that can still be told.
  func gasLimit(of header: Header) throws(RPCError) -> Gas {
    var view: any StateView = snapshot
    if let before = header.height.previous,
      let past = try attempt({ () throws(StorageError) in try snapshot.state(at: before) })
    {
      view = past
    }
    return Books(over: view)[placed: Tables.parameters].blockGasLimit
  }

  /// Where a transaction is, with its block.
  func place(
    of hash: Digest
  ) throws(RPCError) -> (place: TransactionPlace, block: StoredBlock)? {
    try attempt { () throws(StorageError) in
      guard let place = try snapshot.place(of: hash),
        let block = try snapshot.block(at: place.height)
      else { return nil }
      return (place, block)
    }
  }

  func requireIndex(_ index: BlockIndex) throws(RPCError) {
    let coverage = try attempt { () throws(StorageError) in try snapshot.coverage(of: index) }
    guard coverage == nil else { return }
    throw .refused("this node keeps no index for that; its setting `storage` decides")
  }
}
