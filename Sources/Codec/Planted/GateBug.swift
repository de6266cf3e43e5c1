#if PLANTED
  /// What could be wrong with the safety gate, the journal and the light client.
  package enum GateBug: String, PlantedBug {
    /// A second block of a view is notarized.
    case notarizesTwice
    /// A view is finalized after it was nullified.
    case finalizesAfterNullifying
    /// A view is nullified after it was finalized.
    case nullifiesAfterFinalizing
    /// A block is notarized after its view was nullified.
    case notarizesAfterNullifying
    /// What is finalized need not be what was notarized.
    case finalizesAnother
    /// Votes go on when the closing block is final.
    case signsInClosedEpoch
    /// Votes of other epochs are signed.
    case signsInOtherEpochs
    /// Votes are signed before the database names their journal.
    case signsUnnamed
    /// P14: an observer votes, though its disk was lost.
    case signsAsObserver
    /// A restart forgets votes.
    case forgetsVotes
    /// A restart forgets that the epoch is closed.
    case forgetsClosing
    /// A restart forgets that the journal is not to be trusted.
    case forgetsStanding
    /// Own votes from elsewhere are ignored.
    case ignoresOwnVotes
    /// Own votes of past epochs, which prove nothing, make an observer.
    case fearsOldVotes
    /// Forgotten votes are not recorded in an accepted epoch.
    case doesNotRecall
    /// The quarantine ends without the allowance for clocks.
    case endsQuarantineEarly
    /// The quarantine never ends.
    case endsQuarantineNever
    /// An accepted risk holds for ever.
    case acceptsForEver
    /// An accepted risk is taken before peers were asked.
    case asksNobody
    /// Some of a set's members answering is taken for a quorum.
    case asksNoQuorum
    /// P10: a journal may end before what the database knows.
    case ignoresMark
    /// Whatever follows damage is taken for a torn write.
    case takesDamageForCrash
    /// A torn write is taken for damage.
    case takesCrashForDamage
    /// Frames need not follow each other.
    case breaksChain
    /// A torn write stays, and the next one goes behind it.
    case keepsTornWrite
    /// A segment is used again too early.
    case reusesSegmentEarly
    /// No segment is ever used again.
    case reusesNoSegment
    /// A light client goes on with any final block.
    case followsAnyBlock
    /// A light client takes the set it is given.
    case followsAnySet
    /// A light client takes a notarized block for a final one.
    case followsNotarized
    /// A light client does not look at the epoch and the height of a header.
    case followsAnyHeight
    /// A receipt of one block passes for that of another.
    case provesOtherHeight

    package static let planted = TaskLocal<Self?>(wrappedValue: nil)
  }
#endif
