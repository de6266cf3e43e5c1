import Chain
import Cryptography
import Replica
import Storage

/// What the database has of the chain, for peers who ask.
struct StoredChain: FinalChain {
  let snapshot: Snapshot

  func header(at height: Height) throws(StorageError) -> Header? {
    try snapshot.header(at: height)
  }

  func block(at height: Height) throws(StorageError) -> Block? {
    // Genesis is a header without anything that was ordered.
    height > .zero ? try snapshot.orderedBlock(at: height) : nil
  }

  func block(_ hash: Digest) throws(StorageError) -> Block? {
    guard let height = try snapshot.height(of: hash) else { return nil }
    return try block(at: height)
  }

  func certificate(at height: Height) throws(StorageError) -> Certificate? {
    try snapshot.certificate(at: height)
  }

  func end(of epoch: Epoch) throws(StorageError) -> EpochEnd? {
    guard let height = try snapshot.closingHeight(of: epoch),
      let closing = try snapshot.header(at: height),
      let certificate = try snapshot.certificate(at: height),
      let set = try snapshot.validatorSet(of: epoch.next)
    else { return nil }
    return EpochEnd(closing: closing, certificate: certificate, nextSet: set)
  }
}
