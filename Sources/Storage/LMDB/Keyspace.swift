/// A named map from byte strings to byte strings, ordered by key, inside an environment.
///
/// A schema is a list of keyspaces numbered from nought in the order of the list. The number is
/// what the hot path uses; the name is what the file knows the keyspace by.
package struct Keyspace: Sendable {
  /// The longest key LMDB takes.
  package static var keyBytesMax: Int { 511 }

  package let number: Int
  package let name: StaticString

  package init(_ number: Int, _ name: StaticString) {
    precondition(number >= 0, "keyspaces are numbered from nought")
    self.number = number
    self.name = name
  }

  /// LMDB's number for the keyspace.
  ///
  /// LMDB keeps two keyspaces of its own and numbers the others as they are opened, which the
  /// environment does in the order of the schema, and checks.
  var handle: UInt32 { UInt32(truncatingIfNeeded: number) &+ 2 }
}
