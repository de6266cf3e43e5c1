import Chain
import Codec
import Ledger
import TestSupport

/// Questions to contracts, as `eth_call` asks them.
struct Inquiry {
  let books: Books
  let block: BlockContext

  func ask(_ recipient: Address, _ data: [UInt8]) throws -> [UInt8] {
    try books.result(
      of: Call(sender: .zero, recipient: recipient, block: block), data: data.span)
  }

  func number<each Value: ABIValue>(
    _ recipient: Address, _ signature: String, _ values: repeat each Value
  ) throws -> UInt256 {
    let bytes = try ask(recipient, calldata(signature, repeat each values))
    return try ABI.decode(bytes.span, as: UInt256.self)
  }
}
