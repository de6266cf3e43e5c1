import Chain
import Codec
import Ledger

/// What a view answers, word by word, under the names it is published with: `traffic.total` is a
/// member of a record.
struct NamedAnswer {
  private let words: [String: UInt256]

  init(_ bytes: [UInt8], of method: ContractMethod) {
    var words: [String: UInt256] = [:]
    for (index, name) in Self.names(method.outputs, at: "").enumerated() {
      guard bytes.count >= 32 * (index + 1) else { break }
      words[name] = UInt256(
        bigEndian: bytes.span.extracting(32 * index..<32 * (index + 1)))
    }
    self.words = words
  }

  subscript(name: String) -> UInt256? { words[name] }

  /// A number that is no wider than any quantity here.
  func number(_ name: String) -> UInt128 { words[name]?.low ?? 0 }

  private static func names(_ fields: [ABIField], at path: String) -> [String] {
    fields.flatMap { field in
      let name = path.isEmpty ? field.name : "\(path).\(field.name)"
      return field.members.isEmpty ? [name] : names(field.members, at: name)
    }
  }

  /// The view of a contract with the name.
  static func view(_ name: String, of contract: Address) -> ContractMethod {
    guard
      let method = Contracts.placed.first(where: { $0.address == contract })?.contract.methods
        .first(where: { $0.signature.name == name })
    else { preconditionFailure("contracts publish what they answer") }
    return method
  }
}
