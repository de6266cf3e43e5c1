package import Chain
import Codec
package import Cryptography

/// Traffic that somebody is to pay for, as a voucher claims it.
package struct Draw {
  /// The consumer, or a prepay contract.
  package let payer: Address
  package let consumer: Address
  /// The file that was moved, or zero.
  package let file: Digest
  /// Whose file that is, if there is a record of it.
  package let fileOwner: Address?
  /// When it was moved.
  package let epoch: Epoch

  package init(
    payer: Address, consumer: Address, file: Digest, fileOwner: Address?, epoch: Epoch
  ) {
    self.payer = payer
    self.consumer = consumer
    self.file = file
    self.fileOwner = fileOwner
    self.epoch = epoch
  }
}

extension Books {
  /// Takes ozone for traffic: as much of what was claimed as the payer has and may pay now.
  ///
  /// It says why when that is nothing. A later claim may get what this one did not.
  package mutating func draw(upTo noz: Noz, for draw: Draw) throws(Refusal) -> Noz {
    guard draw.payer != draw.consumer else { return try drawOwn(upTo: noz, from: draw.payer) }
    guard var contract = self[Tables.prepayContracts[draw.payer]] else {
      throw Refusal("the payer \(draw.payer) is neither the consumer nor a prepay contract")
    }
    try contract.check(draw)
    let drawnPlace = Tables.prepayDraws[draw.epoch.units, draw.payer]
    let drawn = self[drawnPlace] ?? .zero
    // What was drawn is within the cap, and all ozone together within `Economy.nozMax`.
    var part = min(noz, contract.ozone, Noz(contract.capPerEpoch.units - drawn.units))
    guard part > .zero else {
      throw Refusal(
        contract.ozone == .zero
          ? "the ozone of the contract is used up"
          : "the contract has reached its cap for epoch \(draw.epoch)")
    }
    if draw.consumer != contract.beneficiary {
      part = try drawAllowance(upTo: part, for: draw)
    }
    contract.ozone = Noz(contract.ozone.units - part.units)
    self[Tables.prepayContracts[draw.payer]] = contract
    self[drawnPlace] = Noz(drawn.units + part.units)
    return part
  }

  private mutating func drawOwn(upTo noz: Noz, from payer: Address) throws(Refusal) -> Noz {
    let balance = ozone(of: payer)
    let part = min(noz, balance)
    guard part > .zero else { throw Refusal("the consumer has no ozone left") }
    self[Tables.ozone[payer]] = part == balance ? nil : Noz(balance.units - part.units)
    return part
  }

  private mutating func drawAllowance(upTo noz: Noz, for draw: Draw) throws(Refusal) -> Noz {
    let place = Tables.admissions[draw.payer, draw.consumer]
    var admission = self[place] ?? Admission()
    let part = min(noz, admission.left(in: draw.epoch))
    guard part > .zero else { throw Refusal("the contract has no allowance for the consumer") }
    admission.draw(part)
    self[place] = admission.isEmpty ? nil : admission
    return part
  }
}

extension PrepayContract {
  /// Whether it pays for such traffic at all.
  fileprivate func check(_ draw: Draw) throws(Refusal) {
    guard draw.epoch >= opened else {
      throw Refusal("the contract was opened in epoch \(opened)")
    }
    guard draw.epoch <= expiry else { throw Refusal("the contract expired in epoch \(expiry)") }
    switch standing {
    case .open: break
    case .closing(let epoch):
      guard draw.epoch <= epoch else { throw Refusal("the contract ended in epoch \(epoch)") }
    case .closed: throw Refusal("the contract is closed")
    }
    switch scope {
    case .anything: break
    case .file(let id):
      guard draw.file == id else { throw Refusal("the contract pays for file \(id) only") }
    case .files(let owner):
      guard draw.fileOwner == owner else {
        throw Refusal("the contract pays for files of \(owner) only")
      }
    }
  }
}
