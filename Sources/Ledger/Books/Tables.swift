package import Chain
import Codec
import Cryptography
package import State

/// Every table of the state with the number its keys begin with: no number is used twice, ever.
package enum Tables {
  /// What there is one of, under numbers of their own.
  static let singles = Table(0, keySizeBytes: 1)
  package static let parameters = Place<ChainParameters>(single: 0)
  /// What a gas costs at least in the block that comes next.
  package static let baseFee = Place<Wei>(single: 1)
  static let tokenCount = Place<Count>(single: 2)
  static let poolCount = Place<Count>(single: 3)
  static let validatorCount = Place<Count>(single: 4)
  static let unbondingCount = Place<Count>(single: 5)
  /// What the members of this epoch's set have missed so far.
  static let missedSlots = Place<MissedSlots>(single: 6)
  static let proposalCount = Place<Count>(single: 7)
  static let passedProposalCount = Place<Count>(single: 8)
  static let economy = Place<Economy>(single: 9)

  /// By address; no `Records`, since only the cache of accounts reads and writes it.
  package static let accounts = Table(1, keySizeBytes: 20)
  /// The root of the receipts of each of the last 65,536 blocks, by height mod 65,536.
  package static let receiptsRoots = Records<ReceiptsRoot, UInt16>(ReceiptsRoot.tableNumber)

  /// Tokens and the shares of pools, by their address.
  static let tokens = Records<Token, Address>(3)
  /// Tokens in the order of their creation, without the shares of pools.
  static let tokensInOrder = Records<Address, UInt64>(4)
  /// By token, then holder.
  static let holdings = Records<TokenAmount, Address, Address>(5)
  /// By token, then owner, then spender.
  static let allowances = Records<UInt256, Address, Address, Address>(6)

  static let pools = Records<Pool, Address>(7)
  static let poolsInOrder = Records<Address, UInt64>(8)

  static let validators = Records<ValidatorRecord, Address>(9)
  static let validatorsInOrder = Records<Address, UInt64>(10)
  /// Whose consensus key has this address; a key is registered once, for ever.
  static let consensusKeys = Records<Address, Address>(11)
  /// By validator, in the order in which they were recorded.
  static let slashes = Records<Slash, Address, UInt64>(12)
  /// By validator, then delegator.
  static let delegations = Records<Delegation, Address, Address>(13)
  /// By delegator: the validators in the order of the first delegation to each.
  static let delegationsInOrder = Records<Address, Address, UInt64>(14)
  static let delegationCounts = Records<Count, Address>(15)
  /// By delegator, then number.
  static let unbondings = Records<Unbonding, Address, UInt64>(16)
  /// By the epoch of payment, then number: whose it is.
  static let unbondingQueue = Records<Address, UInt64, UInt64>(17)
  /// By a hash of what must agree for entries to merge: the number of the entry.
  static let unbondingNumbers = Records<Count, Digest>(18)
  /// By epoch, for the current one and the two that follow.
  package static let validatorSets = Records<ValidatorSet, UInt64>(19)

  static let proposals = Records<Proposal, UInt64>(20)
  /// By proposer: the number of its last proposal.
  static let lastProposals = Records<Count, Address>(21)
  /// By proposal, then voter: since which epoch it says yes.
  static let approvals = Records<Count, UInt64, Address>(22)
  /// Numbers of proposals that take effect at the next close, in the order of passing.
  static let passedProposals = Records<Count, UInt64>(23)

  /// The numbers in use, for the test that they differ.
  package static let numbers: (tables: [UInt8], singles: [UInt8]) = (
    [
      singles.id, accounts.id, receiptsRoots.table.id, tokens.table.id,
      tokensInOrder.table.id, holdings.table.id, allowances.table.id, pools.table.id,
      poolsInOrder.table.id, validators.table.id, validatorsInOrder.table.id,
      consensusKeys.table.id, slashes.table.id, delegations.table.id, delegationsInOrder.table.id,
      delegationCounts.table.id, unbondings.table.id, unbondingQueue.table.id,
      unbondingNumbers.table.id, validatorSets.table.id, proposals.table.id,
      lastProposals.table.id, approvals.table.id, passedProposals.table.id,
      nodes.table.id, nodesInOrder.table.id, depositPayouts.table.id, nodesByOwner.table.id,
      nodeCounts.table.id, contradictedPages.table.id,
      files.table.id, fileCounts.table.id, filesByHash.table.id, filesByHashCounts.table.id,
      lostSlices.table.id, dueChanges.table.id, unconfirmedFiles.table.id, lastOwners.table.id,
      filesByOwner.table.id,
      storageEarnings.table.id, epochRecords.table.id, pageMarks.table.id, counters.table.id,
      nodeClaims.table.id, nodeClaimEnds.table.id, fileClaims.table.id, fileClaimEnds.table.id,
      ozone.table.id, prepayContracts.table.id, admissions.table.id, prepayDraws.table.id,
      prepayContractsInOrder.table.id, prepayContractCounts.table.id,
    ],
    [
      parameters.key[1], baseFee.key[1], tokenCount.key[1], poolCount.key[1],
      validatorCount.key[1], unbondingCount.key[1], missedSlots.key[1], proposalCount.key[1],
      passedProposalCount.key[1], economy.key[1],
      nodeCount.key[1], metaSeats.key[1],
      storageDue.key[1],
      storageIndex.key[1], tally.key[1], oldestWindow.key[1], oldestRecord.key[1],
    ]
  )
}
