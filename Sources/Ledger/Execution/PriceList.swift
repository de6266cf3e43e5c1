package import Chain
import Codec

/// What transactions cost: a list of prices, so that a transaction's gas follows from its bytes.
package enum PriceList {
  /// Any transaction, as in Ethereum.
  private static var transaction: UInt64 { 21_000 }
  private static var zeroByte: UInt64 { 4 }
  private static var otherByte: UInt64 { 16 }
  /// EIP-2930.
  private static var listedAddress: UInt64 { 2_400 }
  private static var listedStorageKey: UInt64 { 1_900 }

  /// The exact price of a transaction, which is also what it uses.
  ///
  /// At most 128 KiB of bytes have a price each, so no sum here comes near its limit.
  package static func gas(of transaction: Transaction) -> Gas {
    let data = transaction.raw.span.extracting(transaction.dataRange)
    let counts = transaction.accessListCounts
    let list =
      UInt64(counts.addresses) * listedAddress + UInt64(counts.storageKeys) * listedStorageKey
    return Gas(gas(to: transaction.recipient, data: data).units + list)
  }

  /// The price of a call without an access list.
  package static func gas(to recipient: Address, data: Span<UInt8>) -> Gas {
    var units = transaction
    for index in data.indices { units += data[index] == 0 ? zeroByte : otherByte }
    if let method = method(at: recipient, calledBy: data) {
      units += method.gas(arguments: data.extracting(4..<data.count)).units
    }
    return Gas(units)
  }

  /// The method that has its price in calldata, whether or not it will be there to answer.
  ///
  /// At an address that is no system contract, the face of a pool stands for both faces.
  private static func method(
    at recipient: Address, calledBy data: Span<UInt8>
  ) -> ContractMethod? {
    guard data.count >= 4 else { return nil }
    let contract = recipient.isReserved ? Contracts.placed(at: recipient) : PairFace.contract
    return contract?.method(calledBy: data)
  }
}
