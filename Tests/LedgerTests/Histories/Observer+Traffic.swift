import Chain
import Codec
import Ledger

/// What logs tell of traffic against what the contracts answer.
extension Observer {
  func compareTraffic(with fleet: Fleet) throws {
    let (told, held) = (traffic.economy, try fleet.economy())
    try Contradiction.unless(
      [told.deposits, told.prepaid, told.forSale, told.outstanding, told.mined]
        == [
          held.deposits.low, held.prepaid.low, held.forSale, held.outstanding, held.mined.low,
        ], "another economy")
    for (id, node) in traffic.nodes {
      let record = try fleet.record(id)
      try Contradiction.unless(
        [node.deposit, node.effective] == [record.deposit.low, record.effective.low]
          && [node.owner, node.beneficiary] == [record.owner, record.beneficiary]
          && node.isActive == (record.standing == 2), "another node \(id)")
    }
    for (account, noz) in traffic.ozone {
      try Contradiction.unless(
        try fleet.world.ozone(of: account) == noz, "\(account) has other ozone than \(noz)")
    }
    for (id, contract) in traffic.contracts {
      let state = try fleet.world.contract(id)
      try Contradiction.unless(
        state.noz == contract.noz && (state.standing == 2) == contract.isClosed,
        "another contract \(id)")
    }
    for (id, file) in traffic.files {
      let state = try fleet.world.file(id)
      try Contradiction.unless(
        state.owner == file.owner && state.due == file.due
          && state.undue == file.undue(in: fleet.world.epoch.units), "another file \(id)")
    }
    for (number, epoch) in traffic.epochs {
      try Contradiction.unless(
        try fleet.settled(number).unclaimed.low == epoch.unclaimed, "another epoch \(number)")
    }
    try Contradiction.unless(
      try fleet.world.storageDue() == traffic.dues[fleet.world.epoch.units, default: 0],
      "another sum is due for storage")
  }
}
