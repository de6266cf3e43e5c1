import Chain
import Cryptography
import RPC
import Replica
import Storage

/// Something that happened on another thread and that the shell is told.
enum Notice: Sendable {
  case checked(SignatureCheck, CheckOutcome)
  case executed(ExecutionReport, Storage.ExecutedBlock)
  case committed(Commit)
  /// A client's transaction; the answer says whether it was taken.
  case submitted(Recovered<Transaction>, Answer<MempoolRefusal?>)
  /// The number that an account should give its next transaction.
  case nonceWanted(Address, Answer<UInt64>)
  /// A transaction, if it waits for a block.
  case transactionWanted(Digest, Answer<Recovered<Transaction>?>)
  case statusWanted(Answer<NodeAccess.Status>)
  case peer(PeerNotice)
  /// Somebody wants the node to end.
  case stop(because: String)
  /// Clients are served no more.
  case drained
  case failed(ShellFailure)

  /// Blocks that are in the database now.
  struct Commit: Sendable {
    let last: Header
    let isClosing: Bool
    /// The oldest block whose body is there.
    let oldest: Height
    /// The root of the state behind the last block, if a header may name it.
    let root: Digest?
    let journal: JournalMark?
  }
}
