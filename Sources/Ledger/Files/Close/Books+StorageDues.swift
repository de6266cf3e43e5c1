import Chain
import Codec

extension Books {
  /// What the close of an epoch, the current one, takes for storage.
  func storageDue(in epoch: Epoch) -> Noz {
    let last = self[Tables.storageDue] ?? .zero
    let change = self[Tables.dueChanges[epoch.units]]?.noz ?? 0
    return Noz(UInt128(Int128(last.units) + change))
  }

  /// Takes what is due for storage at the close of an epoch: one number, however many files.
  mutating func collectStorageDue(in epoch: Epoch) -> Noz {
    let due = storageDue(in: epoch)
    self[Tables.storageDue] = due == .zero ? nil : due
    self[Tables.dueChanges[epoch.units]] = nil
    return due
  }

  /// Adds noz to what is due at each close after an epoch, up to and with a last one.
  mutating func addDue(_ due: Noz, after epoch: Epoch, until last: Epoch) {
    changeDue(by: Int128(due.units), from: epoch.next)
    changeDue(by: -Int128(due.units), from: last.next)
  }

  /// Takes back what was added for the closes after an epoch.
  mutating func cancelDue(_ due: Noz, after epoch: Epoch, until last: Epoch) {
    changeDue(by: -Int128(due.units), from: epoch.next)
    changeDue(by: Int128(due.units), from: last.next)
  }

  private mutating func changeDue(by noz: Int128, from epoch: Epoch) {
    let place = Tables.dueChanges[epoch.units]
    let change = DueChange(noz: (self[place]?.noz ?? 0) + noz)
    self[place] = change.noz == 0 ? nil : change
  }
}
