/// A type of the contract interface, as published ABIs name it.
package indirect enum ABIType: Hashable, Sendable {
  case uint(bits: Int)
  case address
  case bool
  /// `bytes1` to `bytes32`.
  case fixedBytes(count: Int)
  case bytes
  case string
  case array(of: ABIType)
  case tuple([ABIType])

  /// The name that enters a selector.
  package var name: String {
    switch self {
    case .uint(let bits): "uint\(bits)"
    case .address: "address"
    case .bool: "bool"
    case .fixedBytes(let count): "bytes\(count)"
    case .bytes: "bytes"
    case .string: "string"
    case .array(let element): element.name + "[]"
    case .tuple(let members): "(" + members.map(\.name).joined(separator: ",") + ")"
    }
  }

  /// Whether values stand behind the head, which then holds only their offset.
  package var isDynamic: Bool {
    switch self {
    case .uint, .address, .bool, .fixedBytes: false
    case .bytes, .string, .array: true
    case .tuple(let members): members.contains(where: \.isDynamic)
    }
  }

  /// How many bytes of the head a value takes.
  package var headSizeBytes: Int {
    switch self {
    case .uint, .address, .bool, .fixedBytes, .bytes, .string, .array: 32
    case .tuple(let members):
      isDynamic ? 32 : members.reduce(0) { $0 + $1.headSizeBytes }
    }
  }
}

/// The name and argument types of a method or event, from which its selector is hashed.
package struct ABISignature: Hashable, Sendable {
  package let name: String
  package let arguments: [ABIType]

  package init(_ name: String, _ arguments: [ABIType]) {
    self.name = name
    self.arguments = arguments
  }

  /// The form that is hashed, such as `transfer(address,uint256)`.
  package var text: String { name + ABIType.tuple(arguments).name }
}
