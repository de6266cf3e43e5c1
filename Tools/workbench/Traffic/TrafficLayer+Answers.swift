import Chain
import Codec

/// What contracts answer in other forms than named words.
extension TrafficLayer {
  func decoded<Value: ABIValue>(
    _ bytes: [UInt8], as type: Value.Type
  ) throws(TrafficFailure) -> Value {
    do {
      return try ABI.decode(bytes.span, as: type)
    } catch {
      throw .broken("a contract's answer cannot be read: \(error)")
    }
  }

  /// The addresses of a view that answers with a page of them.
  func addresses(_ contract: Address, _ data: [UInt8]) throws(TrafficFailure) -> [Address] {
    let bytes = try node.ask(contract, data)
    do {
      return try ABI.decode(bytes.span, as: [Address].self, UInt256.self).0
    } catch {
      throw .broken("a contract's list cannot be read: \(error)")
    }
  }
}
