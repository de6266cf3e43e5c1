import Storage
import TestSupport
import Testing

@Suite struct CursorTests {
  private let database: SampleEnvironment

  init() throws {
    database = try SampleEnvironment()
    try database.environment.write { transaction throws(StorageError) in
      for (key, value) in [("b", "2"), ("aa", "1"), ("d", "4"), ("c", "3")] {
        try transaction.put(value.bytes, for: key.bytes, in: SampleEnvironment.letters)
      }
    }
  }

  private func withCursor<Result>(
    on keyspace: Keyspace = SampleEnvironment.letters,
    _ body: (inout Cursor) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try database.environment.read().contents.withCursor(on: keyspace, body)
  }

  @Test func `entries come in the order of their keys, from both ends`() throws {
    try withCursor { cursor throws(StorageError) in
      var found = ""
      while try cursor.next() { found += cursor.key ?? "-" }
      #expect(found == "aabcd")
      #expect(cursor.key == nil)
      #expect(try !cursor.next())
      found = ""
      while try cursor.previous() { found += cursor.key ?? "-" }
      #expect(found == "dcbaa")
      #expect(try !cursor.previous())
      #expect(try cursor.next())
      #expect(cursor.key == "aa")
    }
  }

  @Test func `seeking finds the key or the next one`() throws {
    try withCursor { cursor throws(StorageError) in
      for (wanted, found) in [
        ("", "aa"), ("a", "aa"), ("aa", "aa"), ("aaa", "b"), ("b", "b"), ("c0", "d"), ("d0", nil),
      ] as [(String, String?)] {
        #expect(try cursor.seek(wanted.bytes) == (found != nil))
        #expect(cursor.key == found)
      }
      #expect(try cursor.previous())
      #expect(cursor.key == "d")
      #expect(try cursor.first() && cursor.key == "aa")
      #expect(try cursor.last() && cursor.key == "d")
    }
  }

  @Test func `an empty keyspace has neither end`() throws {
    try withCursor(on: SampleEnvironment.numbers) { cursor throws(StorageError) in
      #expect(try !cursor.first())
      #expect(try !cursor.last())
      #expect(try !cursor.next())
      #expect(try !cursor.previous())
      #expect(try !cursor.seek([1]))
      #expect(cursor.key == nil)
      try cursor.visit { _, _ in
        Issue.record("there is nothing to visit")
        return true
      }
    }
  }

  @Test(
    arguments: [
      ("", nil, 9, "aabcd"), ("b", nil, 9, "bcd"), ("a", "c", 9, "aab"), ("a", "a", 9, ""),
      ("a", "aa", 9, ""), ("aa", "aaa", 9, "aa"), ("c", "b", 9, ""), ("", "z", 2, "aab"),
      ("e", nil, 9, ""), ("", "", 9, ""),
    ] as [(String, String?, Int, String)])
  func `a visit keeps to its bounds`(
    lower: String, upper: String?, atMost limit: Int, expected: String
  ) throws {
    let found = try withCursor { cursor throws(StorageError) in
      var found: [String] = []
      try cursor.visit(from: lower.bytes, below: upper?.bytes) { key, value throws(StorageError) in
        found.append(key.text)
        return found.count < limit
      }
      return found.joined()
    }
    #expect(found == expected)
  }

  @Test func `after a visit the cursor goes on from where it ended`() throws {
    try withCursor { cursor throws(StorageError) in
      try cursor.visit(from: [], below: "c".bytes) { _, _ in true }
      #expect(cursor.key == "c")
      try cursor.visit { key, _ in key.text != "b" }
      #expect(cursor.key == "b")
      try cursor.visit { _, _ in true }
      #expect(cursor.key == nil)
      #expect(try cursor.previous() && cursor.key == "d")
    }
  }

  @Test func `a cursor changes entries where it stands`() throws {
    try database.environment.write { transaction throws(StorageError) in
      try transaction.edit(SampleEnvironment.letters) { cursor throws(StorageError) in
        try cursor.seek("b".bytes)
        try cursor.delete()
        #expect(cursor.key == nil)
        #expect(try cursor.next() && cursor.key == "c")
        try cursor.put("9".bytes, for: "c".bytes)
        #expect(try cursor.next() && cursor.key == "d")
        try cursor.put("5".bytes, for: "cc".bytes)
        #expect(try cursor.previous() && cursor.key == "c")
      }
      #expect(try transaction.contents.letters == ["aa=1", "c=9", "cc=5", "d=4"])
    }
    #expect(try database.environment.read().contents.letters == ["aa=1", "c=9", "cc=5", "d=4"])
  }

  @Test func `what a cursor may not do stops the process`() async throws {
    let path = try SampleEnvironment(in: database.folder, name: "other").path
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let environment = try SampleEnvironment.open(path, .readWrite(create: false))
      try environment.read().contents.withCursor(on: SampleEnvironment.letters) {
        cursor throws(StorageError) in
        try cursor.put([1], for: [1])
      }
    }
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let environment = try SampleEnvironment.open(path, .readWrite(create: false))
      try environment.write { transaction throws(StorageError) in
        try transaction.edit(SampleEnvironment.letters) { cursor throws(StorageError) in
          try cursor.delete()
        }
      }
    }
  }
}
