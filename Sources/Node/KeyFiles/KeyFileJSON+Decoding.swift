import Codec
package import Cryptography
import RPC

extension KeyFileJSON {
  /// Reads what any tool wrote; members nobody knows are passed over.
  package static func decode(_ bytes: [UInt8]) throws(KeyFileJSONError) -> KeyFile {
    guard bytes.count <= sizeBytesMax else { throw .tooLarge(limitBytes: sizeBytesMax) }
    guard let value = try? JSONValue(parsing: bytes) else { throw .notJSON }
    let root = try Object(value, at: "")
    let version = try root.integer("version")
    guard version == Self.version else {
      throw .wrongValue(member: "version", found: "\(version)", expected: "\(Self.version)")
    }
    // Early versions of several tools wrote the first letter in upper case.
    let crypto = try root.object(root.has("crypto") || !root.has("Crypto") ? "crypto" : "Crypto")
    try crypto.check("cipher", is: cipher)
    return KeyFile(
      id: try id(root), address: root.has("address") ? try root.bytes("address") : nil,
      derivation: try derivation(crypto), iv: try crypto.object("cipherparams").bytes("iv"),
      ciphertext: try crypto.bytes("ciphertext"), mac: try crypto.bytes("mac"))
  }

  private static func derivation(_ crypto: Object) throws(KeyFileJSONError) -> KeyDerivation {
    let function = try function(crypto)
    let parameters = try crypto.object("kdfparams")
    let salt = try parameters.array("salt")
    let keyBytes = try parameters.integer("dklen")
    return try checked { () throws(KeyDerivationError) in
      try KeyDerivation(function, salt: salt, keyBytes: keyBytes)
    }
  }

  private static func function(
    _ crypto: Object
  ) throws(KeyFileJSONError) -> KeyDerivation.Function {
    let name = try crypto.string("kdf")
    let parameters = try crypto.object("kdfparams")
    switch name {
    case scrypt:
      let cost = try parameters.integer("n")
      let blockSize = try parameters.integer("r")
      let parallelism = try parameters.integer("p")
      return try checked { () throws(KeyDerivationError) in
        .scrypt(try Scrypt(cost: cost, blockSize: blockSize, parallelism: parallelism))
      }
    case pbkdf2:
      try parameters.check("prf", is: pseudorandomFunction)
      let iterations = try parameters.integer("c")
      return try checked { () throws(KeyDerivationError) in
        .pbkdf2(try PBKDF2(iterations: iterations))
      }
    default:
      throw .wrongValue(
        member: crypto.path("kdf"), found: name, expected: "\(scrypt) or \(pbkdf2)")
    }
  }

  private static func checked<Value>(
    _ make: () throws(KeyDerivationError) -> Value
  ) throws(KeyFileJSONError) -> Value {
    do {
      return try make()
    } catch {
      throw .derivation(error)
    }
  }

  /// Reads a UUID: 32 digits with hyphens behind the 8th, 12th, 16th and 20th.
  private static func id(_ root: Object) throws(KeyFileJSONError) -> FixedBytes<16> {
    let text = try root.string("id")
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12],
      let id: FixedBytes<16> = try? Hex.decode(parts.joined())
    else { throw .wrongValue(member: "id", found: text, expected: "a UUID") }
    return id
  }
}

/// An object of the file that knows where it stands, so that its errors can tell.
private struct Object {
  private let path: String
  private let members: JSONObject

  init(_ value: JSONValue, at path: String) throws(KeyFileJSONError) {
    guard case .object(let members) = value else {
      throw .wrongKind(
        member: path.isEmpty ? "the file" : path, found: value.kind, expected: "an object")
    }
    self.path = path
    self.members = members
  }

  func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  func has(_ name: String) -> Bool { members[name] != nil }

  private func value(_ name: String) throws(KeyFileJSONError) -> JSONValue {
    guard let value = members[name] else { throw .missing(member: path(name)) }
    return value
  }

  func object(_ name: String) throws(KeyFileJSONError) -> Object {
    try Object(try value(name), at: path(name))
  }

  func integer(_ name: String) throws(KeyFileJSONError) -> Int {
    let value = try value(name)
    guard case .number(let number) = value else {
      throw .wrongKind(member: path(name), found: value.kind, expected: "an integer")
    }
    guard let integer = number.integer(as: Int.self) else {
      throw .wrongKind(
        member: path(name), found: "a number that is no integer or too large",
        expected: "an integer")
    }
    return integer
  }

  func string(_ name: String) throws(KeyFileJSONError) -> String {
    let value = try value(name)
    guard case .string(let string) = value else {
      throw .wrongKind(member: path(name), found: value.kind, expected: "a string")
    }
    return string
  }

  func check(_ name: String, is expected: String) throws(KeyFileJSONError) {
    let found = try string(name)
    guard found == expected else {
      throw .wrongValue(member: path(name), found: found, expected: expected)
    }
  }

  func array(_ name: String) throws(KeyFileJSONError) -> [UInt8] {
    let text = try string(name)
    do {
      return try Hex.decode(text)
    } catch {
      throw .notHexadecimal(member: path(name), error)
    }
  }

  func bytes<let count: Int>(_ name: String) throws(KeyFileJSONError) -> FixedBytes<count> {
    let text = try string(name)
    do {
      return try Hex.decode(text)
    } catch {
      throw .notHexadecimal(member: path(name), error)
    }
  }
}
