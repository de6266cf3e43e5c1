import Chain
import Codec
import Cryptography

/// Where the claims of nodes, or of files, are kept: by epoch, and linked for each subject.
///
/// A subject's list is in the order of epochs and has what is not paid and not expired, so that
/// housekeeping, which deletes the oldest epoch first, only ever unlinks the first.
struct ClaimList<Subject: TableKey & Sendable>: Sendable {
  let claims: Records<Claim, UInt64, Subject>
  let ends: Records<ClaimEnds, Subject>
}

extension ClaimList<Address> {
  static let nodes = ClaimList(claims: Tables.nodeClaims, ends: Tables.nodeClaimEnds)
}

extension ClaimList<Digest> {
  static let files = ClaimList(claims: Tables.fileClaims, ends: Tables.fileClaimEnds)
}

extension Books {
  /// Adds what was counted to a subject's claim on the current epoch.
  mutating func count<Subject>(
    _ part: Tally, of subject: Subject, in list: ClaimList<Subject>, at epoch: Epoch
  ) {
    let place = list.claims[epoch.units, subject]
    var claim: Claim
    if let old = self[place] {
      claim = old
    } else {
      claim = Claim()
      link(subject, in: list, at: epoch)
    }
    claim.noz = Noz(claim.noz.units + part.noz.units)
    claim.contentNoz = Noz(claim.contentNoz.units + part.contentNoz.units)
    self[place] = claim
  }

  /// Makes an epoch the last of a subject's list.
  private mutating func link<Subject>(
    _ subject: Subject, in list: ClaimList<Subject>, at epoch: Epoch
  ) {
    guard var ends = self[list.ends[subject]] else {
      self[list.ends[subject]] = ClaimEnds(first: epoch, last: epoch)
      return
    }
    setNext(of: ends.last, to: epoch, for: subject, in: list)
    ends.last = epoch
    self[list.ends[subject]] = ends
  }

  private mutating func setNext<Subject>(
    of epoch: Epoch, to next: Epoch?, for subject: Subject, in list: ClaimList<Subject>
  ) {
    let place = list.claims[epoch.units, subject]
    guard var claim = self[place] else {
      preconditionFailure("what a list of claims names is there")
    }
    claim.next = next
    self[place] = claim
  }

  /// Takes a claim out of its list, given the one before it.
  mutating func unlink<Subject>(
    _ epoch: Epoch, after previous: Epoch?, next: Epoch?, of subject: Subject,
    in list: ClaimList<Subject>
  ) {
    guard var ends = self[list.ends[subject]] else {
      preconditionFailure("whoever has a claim in a list has a list")
    }
    if let previous {
      setNext(of: previous, to: next, for: subject, in: list)
    } else if let next {
      ends.first = next
    } else {
      self[list.ends[subject]] = nil
      return
    }
    if next == nil, let previous { ends.last = previous }
    self[list.ends[subject]] = ends
  }

  /// Deletes a claim of the oldest epoch there is.
  mutating func expire<Subject>(
    _ epoch: Epoch, of subject: Subject, in list: ClaimList<Subject>
  ) {
    let place = list.claims[epoch.units, subject]
    guard let claim = self[place] else { return }
    if !claim.isPaid { unlink(epoch, after: nil, next: claim.next, of: subject, in: list) }
    self[place] = nil
  }
}
