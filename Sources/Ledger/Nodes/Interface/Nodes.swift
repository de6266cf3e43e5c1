import Chain

/// The contract at `…1002`: the nodes that serve traffic, and the ones that keep account of it.
enum Nodes {
  static var address: Address { Address(protocol: 0x1002) }

  /// Why a node is suspended, in words.
  static let reasonSizeBytesMax = 256
  /// How many removed deposits a block pays out at most.
  static let payoutsPerBlockMax = 256

  static let contract = Contract(
    "Nodes", "Resource and meta nodes, their deposits, and the quorum of the meta nodes.",
    actions: [
      RegisterResourceNode.self, RegisterMetaNode.self, TopUp.self, UpdateNode.self,
      SetEffectiveDeposit.self, Suspend.self, RemoveNode.self, AdmitMetaNode.self,
      ExpelMetaNode.self, SubmitReportEvidence.self,
    ],
    queries: [
      NodeOf.self, ListNodes.self, ListNodesOf.self, SeatsOf.self, EconomyOf.self,
      PossessionDigest.self,
    ],
    events: [
      ResourceNodeRegistered.self, MetaNodeRegistered.self, ResourceNodeUpdated.self,
      MetaNodeUpdated.self, DepositRaised.self, EffectiveDepositChanged.self, Repriced.self,
      Suspended.self, Seated.self, Unseated.self, Removed.self, DepositPaid.self, Penalised.self,
      Contradicted.self,
    ])
}
