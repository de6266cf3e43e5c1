import Chain
import Consensus
import Cryptography
import Ledger
import Replica
import Transport

/// What connections to other nodes have to know of the epoch: who validates, where they are, and in
/// whose name this node speaks.
struct PeerDuty: Sendable {
  let epoch: Epoch
  /// The signature by which a validator lets this process speak for it.
  let endorsement: PeerNetwork.Endorsement?
  /// The keys of everybody who validates in this epoch or the one after it.
  let validators: Set<PublicKey>
  /// Where these say that they are.
  let registered: [PeerEndpoint]

  /// That of somebody who only asks.
  init(bystanderIn epoch: Epoch) {
    self.epoch = epoch
    endorsement = nil
    validators = []
    registered = []
  }

  init(_ start: EpochStart, in books: Books, as nodeID: Address, signer: Signer?) {
    epoch = start.epoch
    endorsement = signer.map { signer in
      let endorsement = PeerEndorsement(nodeID: nodeID, epoch: start.epoch)
      return (key: signer.gate.publicKey, signature: signer.gate.endorse(endorsement))
    }
    let members = start.set.members + start.nextSet.members
    validators = Set(members.map(\.key))
    // What operators write may be no endpoint, or the same as another's.
    let endpoints = members.compactMap { member in
      books.endpoint(ofValidator: member.account).flatMap(PeerEndpoint.init)
    }
    registered = Set(endpoints).sorted { $0.nodeID < $1.nodeID }
  }
}
