import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport
import Testing

@Suite("Looking after a database")
struct InspectionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func database() throws -> Database {
    try Database(folder.path("db"), network: SampleChain.network, settings: .archive)
  }

  @Test("A check goes over every entry and block")
  func check() throws {
    var chain = SampleChain()
    try chain.grow(by: 40)
    try database().commit(chain.blocks)
    let findings = try DatabaseInspection(folder.path("db")).check()
    #expect(findings.stateRoot == chain.states[39].root)
    #expect(findings.entryCount == chain.states[39].count)
    #expect(findings.blockCount == 40)
  }

  @Test("A check finds a changed value, a lost block and a changed body")
  func damage() throws {
    var chain = SampleChain()
    try chain.grow(by: 30)
    try database().commit(chain.blocks)
    let key = SampleChain.counters.key(Height(7)).bytes
    try expectDamage(in: "state", under: key, [9])
    try expectDamage(in: "headers", under: [0, 0, 0, 0, 0, 0, 0, 12], nil)
    try expectDamage(in: "bodies", under: [0, 0, 0, 0, 0, 0, 0, 3], [1, 0, 0, 0, 1, 0, 0, 0, 7])
    try expectDamage(in: "heights", under: chain.blocks[9].hash.bytes.array, nil)
    _ = try DatabaseInspection(folder.path("db")).check()
  }

  /// Changes one record, expects the check to complain, and changes it back.
  private func expectDamage(in name: StaticString, under key: [UInt8], _ value: [UInt8]?) throws {
    let keyspace = Keyspace(0, name)
    func change(to value: [UInt8]?) throws(StorageError) -> [UInt8]? {
      let environment = try Environment(
        folder.path("db"), keyspaces: [keyspace], access: .readWrite(create: false))
      return try environment.write { transaction throws(StorageError) in
        let old = try transaction.contents.get(key.span, in: keyspace)
        if let value {
          try transaction.put(value.span, for: key.span, in: keyspace)
        } else {
          try transaction.delete(key.span, in: keyspace)
        }
        return old
      }
    }
    let old = try change(to: value)
    #expect(old != nil)
    #expect(throws: StorageError.self, "\(name)") {
      _ = try DatabaseInspection(folder.path("db")).check()
    }
    _ = try change(to: old)
  }

  @Test("Compacting keeps everything and gives space back")
  func compacting() throws {
    var chain = SampleChain(accountCount: 2_000)
    try chain.grow(by: 20, changesPerBlock: 300, valueSizeBytes: 900)
    try database().commit(chain.blocks)
    var emptying = chain
    try emptying.empty(by: 2)
    try database().commit(emptying.blocks.dropFirst(20))
    let before = try DatabaseInspection(folder.path("db")).sizeBytes
    try Database.compact(folder.path("db"))
    let inspection = try DatabaseInspection(folder.path("db"))
    #expect(try inspection.sizeBytes < before)
    #expect(try inspection.check().stateRoot == emptying.states[21].root)
    #expect(try folder.names == ["db"])
  }

  @Test("Compacting a database that a node has open is refused")
  func compactingInUse() throws {
    let database = try database()
    #expect(throws: StorageError.self) { try Database.compact(database.path) }
  }
}
