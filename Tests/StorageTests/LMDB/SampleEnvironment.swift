import Storage
import TestSupport

/// An environment in a folder of its own, for one test.
final class SampleEnvironment: Sendable {
  static let letters = Keyspace(0, "letters")
  static let numbers = Keyspace(1, "numbers")
  static let keyspaces = [letters, numbers]

  let folder: TemporaryFolder
  let environment: Environment

  init(
    _ options: Environment.Options = .small, in folder: TemporaryFolder? = nil,
    name: String = "database"
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    environment = try Environment(
      self.folder.path(name), keyspaces: Self.keyspaces, access: .readWrite(create: true),
      options: options)
  }

  var path: String { environment.path }

  /// Opens a database that a process or a test has left behind.
  static func open(
    _ path: String, _ access: Environment.Access, options: Environment.Options = .small
  ) throws(StorageError) -> Environment {
    try Environment(path, keyspaces: keyspaces, access: access, options: options)
  }

  /// What a call is refused with, if it is.
  static func refusal(of body: () throws(StorageError) -> Void) -> StorageError? {
    do throws(StorageError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  /// Puts values of some length under the numbers of a range.
  func fill(_ range: Range<Int>, valueBytes: Int = 100) throws(StorageError) {
    try environment.fill(range, valueBytes: valueBytes)
  }
}

extension Environment {
  func fill(_ range: Range<Int>, valueBytes: Int = 100) throws(StorageError) {
    let value = [UInt8](repeating: 7, count: valueBytes)
    try write { transaction throws(StorageError) in
      for number in range {
        try transaction.put(value, for: number.key, in: SampleEnvironment.numbers)
      }
    }
  }

  func put(_ value: String, for key: String) throws(StorageError) {
    try write { transaction throws(StorageError) in
      try transaction.put(value.bytes, for: key.bytes, in: SampleEnvironment.letters)
    }
  }

  func get(_ key: String) throws(StorageError) -> String? {
    try read().contents.get(key)
  }

  func count(_ keyspace: Keyspace) throws(StorageError) -> Int {
    try read().contents.count(of: keyspace)
  }
}

extension Contents {
  func get(_ key: String) throws(StorageError) -> String? {
    try get(key.bytes, in: SampleEnvironment.letters).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every key and value of the letters, in order, as `key=value`.
  var letters: [String] {
    get throws(StorageError) {
      var found: [String] = []
      try withCursor(on: SampleEnvironment.letters) { cursor throws(StorageError) in
        try cursor.visit { key, value in
          found.append("\(key.text)=\(value.text)")
          return true
        }
      }
      return found
    }
  }
}

/// The calls of the wrapper with arrays, which outlive any expression they stand in.
extension Contents {
  func get(_ key: [UInt8], in keyspace: Keyspace) throws(StorageError) -> [UInt8]? {
    try get(key.span, in: keyspace)
  }

  func contains(_ key: [UInt8], in keyspace: Keyspace) throws(StorageError) -> Bool {
    try contains(key.span, in: keyspace)
  }

  func withValue<Result>(
    of key: [UInt8], in keyspace: Keyspace, _ body: (Span<UInt8>) throws(StorageError) -> Result
  ) throws(StorageError) -> Result? {
    try withValue(of: key.span, in: keyspace, body)
  }
}

extension WriteTransaction {
  mutating func put(
    _ value: [UInt8], for key: [UInt8], in keyspace: Keyspace
  ) throws(StorageError) {
    try put(value.span, for: key.span, in: keyspace)
  }

  mutating func insert(
    _ value: [UInt8], for key: [UInt8], in keyspace: Keyspace
  ) throws(StorageError) -> Bool {
    try insert(value.span, for: key.span, in: keyspace)
  }

  mutating func append(
    _ value: [UInt8], for key: [UInt8], in keyspace: Keyspace
  ) throws(StorageError) {
    try append(value.span, for: key.span, in: keyspace)
  }

  mutating func delete(_ key: [UInt8], in keyspace: Keyspace) throws(StorageError) -> Bool {
    try delete(key.span, in: keyspace)
  }
}

extension Cursor {
  @discardableResult
  mutating func seek(_ key: [UInt8]) throws(StorageError) -> Bool {
    try seek(key.span)
  }

  mutating func put(_ value: [UInt8], for key: [UInt8]) throws(StorageError) {
    try put(value.span, for: key.span)
  }

  mutating func visit(
    from lower: [UInt8] = [], below upper: [UInt8]? = nil,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(StorageError) -> Bool
  ) throws(StorageError) {
    let bound = upper ?? []
    try visit(from: lower.span, below: upper == nil ? nil : bound.span, body)
  }

  /// The key of the entry the cursor stands on.
  var key: String? {
    do throws(StorageError) {
      return try withEntry { key, _ in key.text }
    } catch {
      return "\(error)"
    }
  }
}

extension Environment.Options {
  /// A map of sixteen pages or so, which has to grow soon.
  static var small: Self {
    var options = Self()
    options.mapBytes = 64 << 10
    return options
  }

  static func limited(toBytes limit: Int) -> Self {
    var options = small
    options.mapBytesMax = limit
    return options
  }
}

extension String {
  var bytes: [UInt8] { Array(utf8) }
}

extension Span<UInt8> {
  var text: String { String(decoding: indices.map { self[$0] }, as: UTF8.self) }
}

extension Int {
  /// Eight bytes in whose order the numbers are in order.
  var key: [UInt8] { (0..<8).reversed().map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) } }
}
