package import Codec
package import Cryptography

/// What a snapshot is of, and why its root is the chain's.
///
/// The header behind the closing block names the root of the state after it; that header is final
/// by a certificate over it or over one that follows it.
package struct SnapshotManifest: Sendable {
  /// How many headers may lie between the closing block and the certified one.
  package static let successorsMax = 64

  package let network: Network
  /// The closing block after which the state is taken.
  package let closing: Header
  package let closingCertificate: Certificate
  /// The headers behind it, up to the one that is certified.
  package let successors: [Header]
  package let successorCertificate: Certificate
  package let chunkCount: UInt32

  /// Puts a manifest together, or says why these headers say nothing about a state.
  package init(
    network: Network, closing: Header, closingCertificate: Certificate, successors: [Header],
    successorCertificate: Certificate, chunkCount: UInt32
  ) throws(ByteError) {
    self.network = network
    self.closing = closing
    self.closingCertificate = closingCertificate
    self.successors = successors
    self.successorCertificate = successorCertificate
    self.chunkCount = chunkCount
    try check()
  }

  /// The root of the state, which the header behind the closing block names.
  package var stateRoot: Digest { successors[0].executedStateRoot }

  /// What follows from the headers alone; that a quorum signed is for those to check who know the
  /// validators.
  private func check() throws(ByteError) {
    guard chunkCount > 0 else { throw .forbidden("a snapshot has at least one chunk") }
    guard let first = successors.first, successors.count <= Self.successorsMax else {
      throw .forbidden("a snapshot has from 1 to 64 headers behind its closing block")
    }
    guard first.executedHeight == closing.height else {
      throw .forbidden("the header behind a snapshot's closing block names the state after it")
    }
    var parent = closing
    for header in successors {
      guard header.parentHash == parent.hash, header.height == parent.height.next,
        header.chainID == network.chainID
      else { throw .forbidden("the headers of a snapshot follow each other") }
      parent = header
    }
    guard closingCertificate.statement.finalizedBlock == closing.hash,
      successorCertificate.statement.finalizedBlock == parent.hash
    else { throw .forbidden("the certificates of a snapshot are over its closing and last header") }
  }
}

extension SnapshotManifest: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(network)
    writer.write(closing)
    writer.write(closingCertificate)
    writer.writeList(successors)
    writer.write(successorCertificate)
    writer.write(chunkCount)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    network = try Network(from: &reader, in: bytes)
    closing = try Header(from: &reader, in: bytes)
    closingCertificate = try Certificate(from: &reader, in: bytes)
    successors = try reader.readList(atMost: Self.successorsMax, in: bytes)
    successorCertificate = try Certificate(from: &reader, in: bytes)
    chunkCount = try reader.read(in: bytes)
    try check()
  }
}
