import Codec

/// How names and types of the interface are written in Solidity.
enum SolidityName {
  /// Words that cannot name a parameter, of those that could occur to somebody.
  private static let reserved: Set<String> = [
    "after", "alias", "apply", "auto", "byte", "bytes", "case", "constant", "contract", "copyof",
    "default", "define", "delete", "do", "else", "enum", "event", "external", "false", "final",
    "fixed", "for", "function", "if", "immutable", "implements", "import", "in", "indexed",
    "inline", "interface", "internal", "is", "let", "library", "macro", "mapping", "match",
    "memory", "modifier", "mutable", "new", "null", "of", "override", "partial", "payable",
    "pragma", "private", "promise", "public", "pure", "reference", "relocatable", "return",
    "returns", "sealed", "seconds", "minutes", "hours", "days", "weeks", "wei", "gwei", "ether",
    "sizeof", "static", "storage", "string", "struct", "super", "supports", "switch", "this",
    "throw", "true", "try", "type", "typedef", "typeof", "unchecked", "using", "var", "view",
    "virtual", "while", "address", "bool", "int", "uint", "abstract", "anonymous", "assembly",
    "break", "catch", "calldata", "constructor", "continue", "emit", "now",
  ]

  /// A name that is neither a word of the language nor one of those in use beside it.
  static func parameter(_ name: String, beside others: [String] = []) -> String {
    reserved.contains(name) || others.contains(name) ? name + "_" : name
  }

  /// The type of a field, a tuple by its name.
  static func type(of field: ABIField) -> String { type(field.type, tuple: field.tupleName) }

  private static func type(_ type: ABIType, tuple: String) -> String {
    switch type {
    case .tuple: tuple
    case .array(let element): self.type(element, tuple: tuple) + "[]"
    case .uint, .address, .bool, .fixedBytes, .bytes, .string: type.name
    }
  }

  /// Whether values are referred to, so that a parameter says where they lie.
  static func isReference(_ type: ABIType) -> Bool {
    switch type {
    case .bytes, .string, .array, .tuple: true
    case .uint, .address, .bool, .fixedBytes: false
    }
  }
}
