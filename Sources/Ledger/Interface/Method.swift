import Chain
import Codec

/// A method of a contract: a struct whose stored properties are its arguments.
///
/// This one declaration is the source of decoder, selector, price and published interface; a
/// method is complete with one more function, its rule.
///
/// ```swift
/// /// In Interface:
/// struct Mint: Action {
///   let token: Address
///   let to: Address
///   let amount: UInt256
///
///   static let name = "mint"
///   static let summary = "Creates units of a token; only its issuer can, up to the cap."
///   static let price = Price(30_000)
///   static let fields = ABIFields(Self.init, "token", "to", "amount") {
///     ($0.token, $0.to, $0.amount)
///   }
/// }
///
/// /// In Rules:
/// extension Mint {
///   func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult { … }
/// }
/// ```
protocol Method: ABIRecord {
  static var name: String { get }
  /// One sentence for those who read the published interface.
  static var summary: String { get }
  /// What a single result is called where the method's name does not say it; a record names its
  /// members.
  static var result: String { get }
}

extension Method {
  static var result: String { "" }
  static var signature: ABISignature { ABISignature(name, fields.list.map(\.type)) }
}

/// A method that changes the state, and so is called by transactions.
protocol Action: Method {
  /// What the method returns: one value, or a record of several.
  associatedtype Output: ABIValue

  static var price: Price { get }
  /// Whether the method takes STOS; one that does not refuses them.
  static var isPayable: Bool { get }
  /// How many things this call is about, each of which has a price.
  var itemCount: Int { get }

  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Output
}

extension Action {
  static var isPayable: Bool { false }
  var itemCount: Int { 0 }
}

/// A method that only reads, and is called outside of transactions.
protocol Query: Method {
  /// What the method returns: one value, or a record of several.
  associatedtype Output: ABIValue

  func answer(_ call: Call, from books: Books) throws(Refusal) -> Output
}

/// What a method returns that has nothing to say.
struct NoResult: ABIRecord {
  static let fields = ABIFields(Self.init) { _ in }
}
