import Codec

extension Contents {
  /// A fact about the database, if it has been set.
  func fact<Value: Canonical>(
    _ fact: Fact, as type: Value.Type = Value.self
  ) throws(StorageError) -> Value? {
    guard let bytes = try get(fact.key.span, in: Schema.facts) else { return nil }
    return try decode(bytes, "the fact \(fact.rawValue)")
  }

  /// A record that is decoded from its canonical form.
  func record<Value: Canonical>(
    _ key: [UInt8], in keyspace: Keyspace, as type: Value.Type = Value.self
  ) throws(StorageError) -> Value? {
    guard let bytes = try get(key.span, in: keyspace) else { return nil }
    return try decode(bytes, "a record in \(keyspace.name)")
  }

  private func decode<Value: Canonical>(
    _ bytes: [UInt8], _ what: String
  ) throws(StorageError) -> Value {
    do {
      return try Value(canonicalBytes: bytes.span)
    } catch {
      throw .corrupt(path: environment.path, reason: "\(what) is not well-formed: \(error)")
    }
  }
}

extension WriteTransaction {
  mutating func set(_ fact: Fact, to value: some Canonical) throws(StorageError) {
    try put(value.canonicalBytes.span, for: fact.key.span, in: Schema.facts)
  }

  mutating func put(
    _ value: some Canonical, for key: [UInt8], in keyspace: Keyspace
  ) throws(StorageError) {
    try put(value.canonicalBytes.span, for: key.span, in: keyspace)
  }
}
