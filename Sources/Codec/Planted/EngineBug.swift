#if PLANTED
  /// What could be wrong with the engine of consensus: each is a rule left out, or a pitfall that
  /// another implementation fell into.
  package enum EngineBug: String, PlantedBug {
    /// R0: a notarization is enough to go on, though the block is not certified here.
    case entersUncertified
    /// R0: an old certificate leads back into a lower view.
    case goesBack
    /// R0, quorums: two thirds will do.
    case takesTwoThirdsForQuorum
    /// R0, quorums: members are counted instead of their power.
    case countsHeads
    /// P6: a vote that is repeated counts again.
    case countsRepetitions
    /// P13: votes for different blocks add up.
    case addsUpDifferentBlocks
    /// R1: a leader proposes whatever is built, though it has proposed before.
    case proposesTwice
    /// R1, epoch boundary: a leader builds on a closing block.
    case buildsOnClosing
    /// R2: the latest proposal wins, and gets a vote of its own.
    case notarizesLatest
    /// R2: a vote follows on a nullification.
    case notarizesAfterGivingUp
    /// R2: views between parent and block need not be nullified.
    case ignoresGaps
    /// R2: the parent need not be certified.
    case ignoresParents
    /// R2: the body need not be at hand.
    case notarizesWithoutBody
    /// R2: a body that breaks rules does as well.
    case notarizesInvalidBody
    /// R2: the header is not held against its parent.
    case ignoresHeaderRules
    /// R2: a proposal from the future is voted for at once.
    case notarizesEarly
    /// R2: anybody proposes.
    case hearsAnybody
    /// R3, P4: what the leader was heard to propose wins over a certificate.
    case ignoresOtherCertificates
    /// R3, R6: certificates are not journalled.
    case journalsNoCertificates
    /// R3 to R7: certificates are not sent on.
    case sendsNoCertificates
    /// R4, P3: a view that this node nullified is not certified.
    case certifiesNothingNullified
    /// R4, P5: a finalization follows on a nullification.
    case finalizesAfterGivingUp
    /// R4: what is notarized is voted final at once.
    case finalizesUncertified
    /// R4: the state a header names is not compared.
    case ignoresRoots
    /// R4, R6: a nullification by a quorum ends the certification of its view.
    case certifiesNothingSkipped
    /// R5: no view is ever given up for lack of a proposal or a certificate.
    case neverGivesUp
    /// R5: the view before the current one is given up too.
    case nullifiesLeftViews
    /// R5: an invalid proposal, a bad state and a missing block are waited out for ever.
    case saysNothingAfterBadProposal
    /// R5, P1: a nullification is said once.
    case nullifiesOnce
    /// P1: after a restart, own votes are not counted.
    case losesOwnVotesInCount
    /// P2: after a restart, own votes are forgotten.
    case forgetsOwnVotes
    /// P11: timeouts do not grow.
    case neverWaitsLonger
    /// P11: everything is repeated whenever anything arrives.
    case repeatsAlways
    /// R7: only the block itself becomes final, not its ancestors.
    case finalizesWithoutAncestors
    /// R7: what is missing of a final chain is not asked for.
    case climbsNothing
    /// R7, P8: nothing is ever forgotten.
    case forgetsNothing
    /// P8: votes of any view are kept.
    case collectsAnyView
    /// Evidence: a notarization and a nullification are taken for a contradiction.
    case accusesTheInnocent
    /// Evidence: votes inside certificates are not looked at.
    case ignoresVotesInCertificates
    /// Evidence: finalizing and nullifying one view is not noticed.
    case ignoresOpposites
    /// Evidence, P15: a contradiction is told whenever it is heard.
    case accusesAgain
    /// Epoch boundary, P9: votes go on behind the final closing block.
    case neverCloses
    /// Epoch boundary: a closing block is voted for again under any parent view.
    case repeatsUnderAnyView
    /// Epoch boundary: a laggard of a closed epoch gets no answer.
    case hidesTheEnd
    /// Split repair, P12: nobody answers what is asked.
    case answersNothing
    /// Split repair, P12: nobody asks for what is missing.
    case asksNothing
    /// Split repair, P7: what is lost on the way is not asked for again.
    case asksOnce
    /// Skipping: every leader is taken for silent.
    case skipsEverybody
    /// Skipping: no leader is ever taken for silent.
    case skipsNobody
    /// Syncing: a node that lacks final blocks votes.
    case votesWhileSyncing

    package static let planted = TaskLocal<Self?>(wrappedValue: nil)
  }
#endif
