import Chain
import Codec
import Cryptography

extension Prepay {
  /// Where the contract is that an account opens with the transaction of this number.
  static func address(opener: Address, nonce: UInt64) -> Address {
    var writer = ByteWriter()
    writer.write(Array("tradewind/prepay/1".utf8).span)
    writer.write(opener)
    writer.write(nonce)
    return Address(endOf: Keccak256.hash(writer.bytes.span))
  }
}

extension Books {
  fileprivate func prepayContract(_ address: Address) throws(Refusal) -> PrepayContract {
    guard let contract = self[Tables.prepayContracts[address]] else {
      throw Refusal("there is no prepay contract at \(address)")
    }
    return contract
  }

  /// A contract that takes part in everything.
  fileprivate func openContract(_ address: Address) throws(Refusal) -> PrepayContract {
    let contract = try prepayContract(address)
    guard contract.standing == .open else {
      throw Refusal("the contract \(address) was closed and takes up nothing more")
    }
    return contract
  }

  /// Buys a contract ozone for the call's value and reports it.
  fileprivate mutating func fund(
    _ contract: PrepayContract, at address: Address, atLeast least: UInt256, _ call: Call
  ) throws(Refusal) -> UInt128 {
    let noz = try buyNoz(for: call.value, atLeast: least, from: call.sender)
    var contract = contract
    contract.ozone = try Refusal.unless(contract.ozone.adding(noz))
    self[Tables.prepayContracts[address]] = contract
    emit(
      Prepay.ContractFunded(
        contract: address, payer: call.sender, amount: UInt256(call.value.units), noz: noz.units),
      by: Prepay.address)
    return noz.units
  }
}

extension Prepay.OpenContract {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Address {
    // Zero is for contracts that only admit.
    if beneficiary != .zero { try books.checkPayable(beneficiary) }
    guard nozPerEpochCap > .zero else {
      throw Refusal("a contract with a cap of 0 noz per epoch would pay for nothing")
    }
    guard expiryEpoch >= call.block.epoch.units else {
      throw Refusal("a contract that expires in epoch \(expiryEpoch) would pay for nothing")
    }
    let address = Prepay.address(opener: call.sender, nonce: call.nonce)
    try books.found(.prepayContract, at: address)
    // Words that are wider say that there is no cap, or no expiry.
    let contract = PrepayContract(
      opener: call.sender, beneficiary: beneficiary, scope: PrepayContract.Scope(contentScope),
      capPerEpoch: Noz(nozPerEpochCap.high == 0 ? nozPerEpochCap.low : .max),
      opened: call.block.epoch, expiry: min(Epoch(expiryEpoch), .largest), ozone: .zero)
    let count = Tables.prepayContractCounts[call.sender]
    let number = books.count(of: count)
    books[count] = Count(number + 1)
    books[Tables.prepayContractsInOrder[call.sender, number]] = address
    books.emit(
      Prepay.ContractOpened(
        contract: address, opener: call.sender, beneficiary: beneficiary,
        contentScope: contract.scope.word, nozPerEpochCap: contract.capPerEpoch.units,
        openedEpoch: contract.opened.units, expiryEpoch: contract.expiry.units),
      by: Prepay.address)
    _ = try books.fund(contract, at: address, atLeast: minNoz, call)
    return address
  }
}

extension Prepay.FundContract {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt128 {
    try books.fund(try books.openContract(contract), at: contract, atLeast: minNoz, call)
  }
}

extension Prepay.Admit {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    guard try books.openContract(contract).opener == call.sender else {
      throw Refusal("only who opened the contract \(contract) admits its consumers")
    }
    for consumer in consumers {
      let place = Tables.admissions[contract, consumer]
      var admission = books[place] ?? Admission()
      admission.set(Noz(nozEach), in: call.block.epoch)
      books[place] = admission.isEmpty ? nil : admission
    }
    books.emit(
      Prepay.ConsumersAdmitted(
        contract: contract, epoch: call.block.epoch.units, nozEach: nozEach, consumers: consumers),
      by: Prepay.address)
    return NoResult()
  }
}

extension Prepay.CloseContract {
  /// Returns the noz that went to the opener.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt128 {
    var record = try books.prepayContract(contract)
    switch record.standing {
    case .open:
      guard record.opener == call.sender else {
        throw Refusal("only \(record.opener), who opened the contract, ends it")
      }
      record.standing = .closing(in: call.block.epoch)
      books[Tables.prepayContracts[contract]] = record
      books.emit(
        Prepay.ContractClosing(contract: contract, epoch: call.block.epoch.units),
        by: Prepay.address)
      return 0
    case .closing(let epoch):
      guard books.areReportWindowsOver(upTo: epoch, at: call.block.epoch) else {
        throw Refusal("traffic up to epoch \(epoch) can still be reported, and is paid for")
      }
      let rest = record.ozone
      record.ozone = .zero
      record.standing = .closed
      books[Tables.prepayContracts[contract]] = record
      books.creditOzone(rest, to: record.opener)
      books.emit(
        Prepay.ContractClosed(contract: contract, opener: record.opener, noz: rest.units),
        by: Prepay.address)
      return rest.units
    case .closed: throw Refusal("the contract \(contract) is closed already")
    }
  }
}

extension Prepay.ContractOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Prepay.ContractAnswer {
    let record = try books.prepayContract(contract)
    let (standing, epoch): (UInt8, Epoch) =
      switch record.standing {
      case .open: (0, .zero)
      case .closing(let epoch): (1, epoch)
      case .closed: (2, .zero)
      }
    return Prepay.ContractAnswer(
      opener: record.opener, beneficiary: record.beneficiary, contentScope: record.scope.word,
      nozPerEpochCap: record.capPerEpoch.units, openedEpoch: record.opened.units,
      expiryEpoch: record.expiry.units, noz: record.ozone.units, standing: standing,
      closingEpoch: epoch.units)
  }
}

extension Prepay.ListContracts {
  func answer(_ call: Call, from books: Books) -> AddressPage {
    let count = books.count(of: Tables.prepayContractCounts[opener])
    let numbers = Page.numbers(below: count, from: cursor, limit: limit)
    return AddressPage(
      addresses: numbers.compactMap { books[Tables.prepayContractsInOrder[opener, $0]] },
      next: UInt256(numbers.upperBound))
  }
}

extension Prepay.AllowanceOf {
  func answer(_ call: Call, from books: Books) -> UInt128 {
    books[Tables.admissions[contract, consumer]]?.left(in: Epoch(epoch)).units ?? 0
  }
}

extension Prepay.DrawnBy {
  func answer(_ call: Call, from books: Books) -> UInt128 {
    books[Tables.prepayDraws[epoch, contract]]?.units ?? 0
  }
}
