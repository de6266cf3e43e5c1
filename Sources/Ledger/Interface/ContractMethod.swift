import Chain
package import Codec
import Cryptography

/// A method as its contract publishes it, and what a call of it comes to.
package struct ContractMethod: Sendable {
  /// What a call may do, in the words of published interfaces.
  package enum Mutability: String, Sendable {
    case view
    case nonpayable
    case payable
  }

  package let signature: ABISignature
  package let selector: FixedBytes<4>
  package let summary: String
  package let mutability: Mutability
  package let inputs: [ABIField]
  package let outputs: [ABIField]
  package let price: Price

  private let countItems: @Sendable (_ arguments: Span<UInt8>) -> Int
  private let body:
    @Sendable (_ arguments: Span<UInt8>, Call, inout Books) throws(Refusal) -> [UInt8]

  init<Declared: Action>(action: Declared.Type) {
    self.init(
      Declared.self, outputs: Declared.Output.outputFields(named: Declared.result),
      mutability: Declared.isPayable ? .payable : .nonpayable,
      price: Declared.price,
      countItems: { (try? Declared(decodingMembers: $0))?.itemCount ?? 0 },
      body: { (arguments, call, books) throws(Refusal) in
        try Self.decode(Declared.self, arguments).perform(call, in: &books).encodedOutput
      })
  }

  init<Declared: Query>(query: Declared.Type) {
    self.init(
      Declared.self, outputs: Declared.Output.outputFields(named: Declared.result),
      mutability: .view, price: Price(0),
      countItems: { _ in 0 },
      body: { (arguments, call, books) throws(Refusal) in
        try Self.decode(Declared.self, arguments).answer(call, from: books).encodedOutput
      })
  }

  private init<Declared: Method>(
    _ method: Declared.Type, outputs: [ABIField], mutability: Mutability, price: Price,
    countItems: @escaping @Sendable (Span<UInt8>) -> Int,
    body: @escaping @Sendable (Span<UInt8>, Call, inout Books) throws(Refusal) -> [UInt8]
  ) {
    inputs = Declared.fields.list
    self.outputs = outputs
    signature = Declared.signature
    selector = signature.selector
    summary = Declared.summary
    self.mutability = mutability
    self.price = price
    self.countItems = countItems
    self.body = body
  }

  private static func decode<Declared: Method>(
    _ method: Declared.Type, _ arguments: Span<UInt8>
  ) throws(Refusal) -> Declared {
    do throws(ABIError) {
      return try Declared(decodingMembers: arguments)
    } catch {
      throw Refusal("the arguments of \(Declared.name) do not decode: \(error)")
    }
  }

  /// What a call costs beyond its bytes; arguments that do not decode are about no items.
  func gas(arguments: Span<UInt8>) -> Gas {
    price.gas(itemCount: price.perItem == .zero ? 0 : countItems(arguments))
  }

  /// Does what the method does and returns its results as they are encoded.
  func perform(
    arguments: Span<UInt8>, _ call: Call, in books: inout Books
  ) throws(Refusal) -> [UInt8] {
    guard call.value == .zero || mutability == .payable else {
      throw Refusal("\(signature.name) takes no payment: call it with a value of 0")
    }
    return try body(arguments, call, &books)
  }
}
