import Storage
import TestSupport
import Testing

@Suite struct TransactionTests {
  private let database: SampleEnvironment

  init() throws {
    database = try SampleEnvironment()
  }

  @Test func `what was put is there, in its keyspace only`() throws {
    try database.environment.put("one", for: "a")
    let transaction = try database.environment.read()
    #expect(try transaction.contents.get("a") == "one")
    #expect(try transaction.contents.get("b") == nil)
    #expect(try transaction.contents.get("a".bytes, in: SampleEnvironment.numbers) == nil)
    #expect(try transaction.contents.contains("a".bytes, in: SampleEnvironment.letters))
    #expect(try !transaction.contents.contains("b".bytes, in: SampleEnvironment.letters))
  }

  @Test func `a value is lent where there is one`() throws {
    try database.environment.put("four", for: "a")
    let transaction = try database.environment.read()
    let count = try transaction.contents.withValue(of: "a".bytes, in: SampleEnvironment.letters) {
      $0.count
    }
    #expect(count == 4)
    let missing = try transaction.contents.withValue(of: "b".bytes, in: SampleEnvironment.letters) {
      $0.count
    }
    #expect(missing == nil)
  }

  @Test(arguments: [0, 1, 2000, 5000, 300_000])
  func `values of any length come back`(count: Int) throws {
    let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try database.environment.write { transaction throws(StorageError) in
      try transaction.put(value, for: [1], in: SampleEnvironment.letters)
    }
    #expect(
      try database.environment.read().contents.get([1], in: SampleEnvironment.letters) == value)
  }

  @Test func `the longest key is one of 511 bytes`() async throws {
    let key = [UInt8](repeating: 255, count: Keyspace.keyBytesMax)
    try database.environment.write { transaction throws(StorageError) in
      try transaction.put([1], for: key, in: SampleEnvironment.letters)
      #expect(try transaction.delete(key, in: SampleEnvironment.letters))
    }
    for count in [0, 512] {
      let path = try SampleEnvironment(in: database.folder, name: "\(count)").path
      await #expect(processExitsWith: .failure) { [path = path as String, count = count as Int] in
        let environment = try SampleEnvironment.open(path, .readOnly)
        let key = [UInt8](repeating: 255, count: count)
        _ = try environment.read().contents.get(key, in: SampleEnvironment.letters)
      }
    }
  }

  @Test func `a transaction sees its own changes, and others after it ended`() throws {
    let letters = SampleEnvironment.letters
    let before = try database.environment.read()
    try database.environment.write { transaction throws(StorageError) in
      try transaction.put([1], for: [1], in: letters)
      #expect(try transaction.contents.get([1], in: letters) == [1])
      #expect(try before.contents.count(of: letters) == 0)
    }
    #expect(try before.contents.count(of: letters) == 0)
    #expect(try database.environment.count(letters) == 1)
  }

  @Test func `deleting says whether there was something to delete`() throws {
    try database.environment.put("one", for: "a")
    try database.environment.write { transaction throws(StorageError) in
      #expect(try transaction.delete("a".bytes, in: SampleEnvironment.letters))
      #expect(try !transaction.delete("a".bytes, in: SampleEnvironment.letters))
    }
    #expect(try database.environment.get("a") == nil)
  }

  @Test func `a keyspace that is cleared is empty, and others are not`() throws {
    try database.environment.put("one", for: "a")
    try database.fill(0..<1000)
    try database.environment.write { transaction throws(StorageError) in
      try transaction.clear(SampleEnvironment.numbers)
      try transaction.put([1], for: [1], in: SampleEnvironment.numbers)
    }
    #expect(try database.environment.count(SampleEnvironment.numbers) == 1)
    #expect(try database.environment.get("a") == "one")
  }

  @Test func `a body that throws or abandons changes nothing`() throws {
    try database.environment.put("one", for: "a")
    let path = database.path
    #expect(throws: StorageError.alreadyOpen(path: path)) {
      try database.environment.write { transaction throws(StorageError) in
        try transaction.put("two".bytes, for: "a".bytes, in: SampleEnvironment.letters)
        throw .alreadyOpen(path: path)
      }
    }
    let answer = try database.environment.write { transaction throws(StorageError) in
      try transaction.put("three".bytes, for: "a".bytes, in: SampleEnvironment.letters)
      transaction.abandon()
      return 42
    }
    #expect(answer == 42)
    #expect(try database.environment.get("a") == "one")
  }

  @Test func `a key is inserted once`() throws {
    try database.environment.write { transaction throws(StorageError) in
      let first = try transaction.insert([1], for: [5], in: SampleEnvironment.letters)
      let second = try transaction.insert([2], for: [5], in: SampleEnvironment.letters)
      #expect(first && !second)
    }
    let value = try database.environment.read().contents.get([5], in: SampleEnvironment.letters)
    #expect(value == [1])
  }

  @Test func `a key is appended behind all others or not at all`() throws {
    let refused = StorageError.outOfOrder(path: database.path)
    try database.environment.write { transaction throws(StorageError) in
      try transaction.append([1], for: [5], in: SampleEnvironment.letters)
      try transaction.append([2], for: [5, 0], in: SampleEnvironment.letters)
      for key: [UInt8] in [[4], [5], [5, 0]] {
        #expect(throws: refused) {
          try transaction.append([3], for: key, in: SampleEnvironment.letters)
        }
      }
      try transaction.append([4], for: [6], in: SampleEnvironment.letters)
    }
    #expect(try database.environment.count(SampleEnvironment.letters) == 3)
  }

  @Test func `a transaction keeps the database open when its owner is gone`() throws {
    let folder = try TemporaryFolder()
    var other: SampleEnvironment? = try SampleEnvironment(in: folder)
    let path = try #require(other).path
    try #require(other).environment.put("one", for: "a")
    let transaction = try #require(other).environment.read()
    other = nil
    #expect(throws: StorageError.alreadyOpen(path: path)) {
      _ = try SampleEnvironment.open(path, .readWrite(create: false))
    }
    #expect(try transaction.contents.get("a") == "one")
    _ = consume transaction
    let again = try SampleEnvironment.open(path, .readWrite(create: false))
    #expect(try again.get("a") == "one")
  }

  @Test func `a write inside a write stops the process`() async throws {
    let path = try SampleEnvironment(in: database.folder, name: "other").path
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let environment = try SampleEnvironment.open(path, .readWrite(create: false))
      try environment.write { _ throws(StorageError) in
        try environment.write { _ in }
      }
    }
  }

  @Test func `usage counts entries, pages and free pages`() throws {
    #expect(
      try database.environment.read().contents.usage(of: SampleEnvironment.numbers).sizeBytes == 0)
    try database.fill(0..<2000)
    try database.environment.write { transaction throws(StorageError) in
      let long = [UInt8](repeating: 1, count: 10_000)
      try transaction.put(long, for: [9], in: SampleEnvironment.numbers)
    }
    let usage = try database.environment.read().contents.usage(of: SampleEnvironment.numbers)
    #expect(usage.entries == 2001)
    #expect(usage.depth == 2)
    #expect(usage.branchPages == 1)
    #expect(usage.leafPages > 50)
    #expect(usage.overflowPages == 3)
    #expect(try usage.sizeBytes <= database.environment.sizeBytes)
    let free = try database.environment.read().freePages
    try database.environment.write { transaction throws(StorageError) in
      try transaction.clear(SampleEnvironment.numbers)
    }
    #expect(try database.environment.read().freePages > free + 50)
  }
}
