#if PLANTED
  /// What could be wrong with a whole node: what it does around the engine and the ledger.
  package enum ReplicaBug: String, PlantedBug {
    /// Restart: the last final block is forgotten, and what is above it becomes final again.
    case forgetsLastFinal
    /// Restart: the bodies that were journalled with votes are not taken up.
    case forgetsBodies
    /// Restart: the states that headers may name are forgotten.
    case forgetsRoots

    /// Pool: a client is told that its transaction is on its way, and it is dropped.
    case forgetsAcknowledged
    /// Pool: a client whose transaction is refused hears nothing.
    case hidesRefusals
    /// Pool: what a block has executed goes on waiting.
    case rechecksNothing
    /// Pool: nothing is too old.
    case neverExpires
    /// Pool: senders' accounts are as the last commit has them, not the last execution.
    case readsStaleAccounts

    /// Proposals: what was ordered and not yet executed is ordered again.
    case ignoresOrdered
    /// Proposals: a header names a state by the root of another.
    case namesOtherState
    /// Bodies: whatever comes for a header is its body.
    case believesBodies
    /// Bodies: a block that came before its parent is never looked at again.
    case adoptsNoOrphans

    /// Execution: a final block whose body is missing is passed over.
    case skipsMissingBodies
    /// Execution: blocks are handed out however many are on their way.
    case executesWithoutBound
    /// Execution: the gas of all blocks is remembered for ever.
    case remembersAllGas

    /// Epochs: a closing block is executed, and the next epoch does not begin.
    case staysInEpoch
    /// Epochs: the set that follows serves an epoch too early.
    case takesNextSet

    /// Catching up: whoever claims most is asked, and nobody else.
    case believesBoasters
    /// Catching up: what was asked for is waited for, for ever.
    case waitsForEver
    /// Catching up: a range with a false certificate keeps its place.
    case stallsOnLies
    /// Catching up: an answer that comes too late is held against its sender.
    case punishesLateAnswers
    /// Catching up: ranges are asked for and not given.
    case givesNoRanges
    /// Certificates that were checked stay among those that are.
    case forgetsNoChecks

    /// Snapshots: nobody vouches for what a peer says the state is.
    case believesManifests
    /// Snapshots: a chunk need not be a part of the state.
    case believesChunks
    /// Snapshots: an import goes on, though blocks have come further meanwhile.
    case importsThePast
    /// Snapshots: what was asked for is waited for, for ever.
    case waitsForSnapshots
    /// Snapshots: how the epochs before ended is not kept.
    case forgetsEnds

    package static let planted = TaskLocal<Self?>(wrappedValue: nil)
  }
#endif
