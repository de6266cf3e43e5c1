package import Codec
package import Cryptography

/// What a validator says about a view by voting.
package struct Statement: Hashable, Sendable {
  /// A block in its place: the view its parent was certified in, and its hash.
  package struct Candidate: Hashable, Sendable {
    package let parentView: View
    package let block: Digest

    package init(parentView: View, block: Digest) {
      self.parentView = parentView
      self.block = block
    }
  }

  /// The three things that can be said.
  package enum Content: Hashable, Sendable {
    /// This block may be built upon.
    case notarize(Candidate)
    /// This view yields no block.
    case nullify
    /// This block is final if enough others say so.
    case finalize(Candidate)

    fileprivate var code: UInt8 {
      switch self {
      case .notarize: 1
      case .nullify: 2
      case .finalize: 3
      }
    }

    fileprivate var candidate: Candidate? {
      switch self {
      case .notarize(let candidate), .finalize(let candidate): candidate
      case .nullify: nil
      }
    }
  }

  package let epoch: Epoch
  package let view: View
  package let content: Content

  package init(epoch: Epoch, view: View, content: Content) {
    self.epoch = epoch
    self.view = view
    self.content = content
  }

  /// The block that is final once a quorum says this, if it says so of any.
  package var finalizedBlock: Digest? {
    switch content {
    case .finalize(let candidate): candidate.block
    case .notarize, .nullify: nil
    }
  }

  /// What is signed: the statement with its purpose and network in front.
  package func digest(on network: Network) -> Digest {
    var writer = ByteWriter(reserving: 192)
    writer.write(Array("tradewind/vote/1".utf8).span)
    writer.write(network)
    writer.write(self)
    return Keccak256.hash(writer.bytes.span)
  }

  /// Whether an honest validator never signs both: two different notarizations or finalizations of
  /// a view, or a finalization and a nullification.
  ///
  /// Protocol: Evidence.
  package func contradicts(_ other: Statement) -> Bool {
    guard epoch == other.epoch, view == other.view else { return false }
    switch (content, other.content) {
    case (.notarize(let mine), .notarize(let others)), (.finalize(let mine), .finalize(let others)):
      return mine != others
    case (.nullify, .finalize), (.finalize, .nullify):
      return true
    case (.notarize, .nullify), (.nullify, .notarize), (.nullify, .nullify),
      (.notarize, .finalize), (.finalize, .notarize):
      return false
    }
  }
}

extension Statement: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(content.code)
    writer.write(view)
    if let candidate = content.candidate {
      writer.write(candidate.parentView)
      writer.write(candidate.block)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    let code = try reader.read(UInt8.self, in: bytes)
    view = try View(from: &reader, in: bytes)
    switch code {
    case 1: content = .notarize(try Candidate(from: &reader, in: bytes))
    case 2: content = .nullify
    case 3: content = .finalize(try Candidate(from: &reader, in: bytes))
    default: throw .unknown(type: "vote kind", code: UInt64(code))
    }
  }
}

extension Statement.Candidate {
  fileprivate init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    parentView = try View(from: &reader, in: bytes)
    block = try Digest(from: &reader, in: bytes)
  }
}
