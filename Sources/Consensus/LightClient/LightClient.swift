package import Chain
import Codec
package import Cryptography

/// Follows a chain by its closing blocks alone, from genesis or a block that is trusted.
///
/// Each closing block names the set of the epoch that follows, so knowing one of them is enough to
/// check the next: a certificate of that set over a header that ends the epoch. It keeps one header
/// and one set, whatever the length of the chain.
///
/// Protocol: Light client. A statement is checked, never compared with another: one block can be
/// final by certificates of several views.
package struct LightClient: Sendable {
  package let network: Network
  private let genesisTime: Timestamp
  private let epochLengthMilliseconds: UInt64
  /// The last closing block it has followed.
  package private(set) var closing: Header
  package private(set) var closingHash: Digest

  /// Begins with the header of genesis, whose hash is part of the network's identity.
  package init(
    genesis: Header, network: Network, epochLengthMilliseconds: UInt64
  ) throws(LightClientError) {
    guard genesis.height == Height(0), genesis.epoch == Epoch(0) else { throw .notGenesis }
    try self.init(
      checkpoint: genesis, trusting: genesis.hash, genesisTime: genesis.time, network: network,
      epochLengthMilliseconds: epochLengthMilliseconds)
  }

  /// Begins with a closing block whose hash somebody trustworthy has told.
  package init(
    checkpoint: Header, trusting hash: Digest, genesisTime: Timestamp, network: Network,
    epochLengthMilliseconds: UInt64
  ) throws(LightClientError) {
    guard checkpoint.hash == hash else {
      throw .otherBlock(found: checkpoint.hash, expected: hash)
    }
    guard checkpoint.chainID == network.chainID else {
      throw .otherChain(found: checkpoint.chainID, expected: network.chainID)
    }
    self.network = network
    self.genesisTime = genesisTime
    self.epochLengthMilliseconds = epochLengthMilliseconds
    closing = checkpoint
    closingHash = hash
  }

  /// The epoch whose blocks it can check now.
  package var epoch: Epoch { closing.epoch.next }

  /// When that epoch ends.
  package var boundary: Timestamp {
    EpochPlan.boundary(
      after: closing.time, genesis: genesisTime, epochLengthMilliseconds: epochLengthMilliseconds)
  }

  /// Goes on to the next closing block, with the set that made it final.
  package mutating func follow(
    _ header: Header, certificate: Certificate, set: ValidatorSet
  ) throws(LightClientError) {
    let final = try check(header, certificate: certificate, set: set)
    if final.header.time < boundary {
      #if PLANTED
        if GateBug.followsAnyBlock.isPlanted { return go(to: final) }
      #endif
      throw .notClosing(height: header.height, boundary: boundary)
    }
    go(to: final)
  }

  private mutating func go(to final: FinalHeader) {
    closing = final.header
    closingHash = final.hash
  }

  /// Checks that a block of the current epoch is final.
  package func check(
    _ header: Header, certificate: Certificate, set: ValidatorSet
  ) throws(LightClientError) -> FinalHeader {
    try check(set)
    let hash = header.hash
    guard finalBlock(of: certificate) == hash else { throw .notFinal(height: header.height) }
    let authority = Certificate.Authority(epoch: epoch, set: set, network: network)
    do throws(VerificationError<CertificateError>) {
      _ = try Unverified(certificate).verified(under: authority)
    } catch {
      throw .certificate(error)
    }
    #if PLANTED
      if GateBug.followsAnyHeight.isPlanted { return FinalHeader(header: header, hash: hash) }
    #endif
    // A quorum vouches for the rest of the header; these tie it to what is known here.
    guard header.epoch == epoch, header.height > closing.height,
      header.validatorSetHash == set.hash, header.chainID == network.chainID
    else { throw .inconsistent(height: header.height) }
    return FinalHeader(header: header, hash: hash)
  }
  private func check(_ set: ValidatorSet) throws(LightClientError) {
    #if PLANTED
      if GateBug.followsAnySet.isPlanted { return }
    #endif
    guard set.hash == closing.nextValidatorSetHash else {
      throw .otherSet(found: set.hash, expected: closing.nextValidatorSetHash)
    }
  }

  private func finalBlock(of certificate: Certificate) -> Digest? {
    #if PLANTED
      if GateBug.followsNotarized.isPlanted { return certificate.statement.candidate?.block }
    #endif
    return certificate.statement.finalizedBlock
  }
}
