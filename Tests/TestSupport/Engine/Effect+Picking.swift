package import Chain
package import Consensus

extension [Effect] {
  /// What the gate was asked to sign.
  package var signed: [Statement] {
    compactMap { if case .sign(let statement) = $0 { statement } else { nil } }
  }

  package var signedContents: [Statement.Content] { signed.map(\.content) }

  package var broadcasts: [Message] {
    compactMap { if case .broadcast(let message) = $0 { message } else { nil } }
  }

  package var broadcastCertificates: [Statement] {
    broadcasts.compactMap {
      if case .certificate(let certificate) = $0 { certificate.statement } else { nil }
    }
  }

  package var broadcastVotes: [Statement] {
    broadcasts.compactMap {
      switch $0 {
      case .vote(let vote, _): vote.statement
      case .proposal(let proposal): proposal.vote.statement
      case .certificate, .request: nil
      }
    }
  }

  package var persisted: [Statement] {
    compactMap { if case .persist(let certificate) = $0 { certificate.statement } else { nil } }
  }

  /// What was sent to single peers.
  package var sent: [(statement: Statement, to: Peer)] {
    compactMap {
      if case .send(.certificate(let certificate), let peer) = $0 {
        (certificate.statement, peer)
      } else {
        nil
      }
    }
  }

  package var requests: [Need] {
    compactMap { if case .request(let need, _) = $0 { need } else { nil } }
  }

  package var builds: [(view: View, parent: Header, parentView: View)] {
    compactMap {
      if case .build(let view, let parent, let parentView) = $0 {
        (view, parent, parentView)
      } else {
        nil
      }
    }
  }

  package var finalities: [Finality] {
    compactMap { if case .finalized(let finality) = $0 { finality } else { nil } }
  }

  package var evidence: [Evidence] {
    compactMap { if case .accuse(let evidence) = $0 { evidence } else { nil } }
  }

  package var breaches: [Breach] {
    compactMap { if case .halt(let breach) = $0 { breach } else { nil } }
  }
}
