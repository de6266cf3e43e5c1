import Chain
import Foundation
import State
import Storage
import TestSupport
import Testing

@Suite("A full disk below the database")
struct FullDiskTests {
  private struct Setting: CustomTestStringConvertible {
    let settings: StorageSettings
    let changesPerBlock: Int
    let isReopened: Bool

    var testDescription: String {
      "\(changesPerBlock) changes, reopened: \(isReopened), kept: \(settings.keptBlocks ?? 0)"
    }
  }

  private static let all: [Setting] = [false, true].flatMap { isReopened in
    [StorageSettings.archive, pruning].flatMap { settings in
      [12, 400].map { count in
        Setting(settings: settings, changesPerBlock: count, isReopened: isReopened)
      }
    }
  }

  /// Prunes too late for a small disk.
  private static let pruning = StorageSettings(
    historyBlocks: 30, keptBlocks: 60, indexes: Set(BlockIndex.allCases))

  /// Commits until there is an error, and returns it; the chain then goes further.
  private func fill(
    _ database: Database, from chain: inout SampleChain, changing count: Int
  ) throws -> StorageError {
    while true {
      var queue = Array(chain.blocks[nextHeight(of: database)...])
      while let group = CommitGroup(takingFrom: &queue, journal: nil) {
        do throws(StorageError) {
          try database.commit(group)
        } catch {
          return error
        }
      }
      try chain.grow(by: 20, changesPerBlock: count)
    }
  }

  private func nextHeight(of database: Database) -> Int {
    database.progress.map { Int($0.height.units) + 1 } ?? 0
  }

  @Test("It takes nothing away that was committed, and space lets commits go on", arguments: all)
  private func full(_ setting: Setting) throws {
    guard let volume = try Volume(megabytes: 2) else { return }
    try volume.leave(700_000)
    let path = volume.path("db")
    func open() throws -> Database {
      try Database(path, network: SampleChain.network, settings: setting.settings)
    }
    var chain = SampleChain(accountCount: 500)
    var database: Database? = try open()
    let error = try database.map {
      try fill($0, from: &chain, changing: setting.changesPerBlock)
    }
    #expect(error == .diskFull(path: path))
    if setting.isReopened {
      database = nil
      database = try open()
    }
    let opened = try #require(database)
    let tip = opened.progress
    #expect(try #require(tip).height >= Height(8))
    #expect(try Inspection(opened, against: chain).complaints == [])
    // It is still full.
    #expect(
      try fill(opened, from: &chain, changing: setting.changesPerBlock) == .diskFull(path: path))
    #expect(opened.progress == tip)
    try volume.leave(2 << 20)
    let next = nextHeight(of: opened)
    try chain.grow(by: 8)
    try opened.commit(chain.blocks[next..<next + 8])
    #expect(try Inspection(opened, against: chain).complaints == [])
  }

  @Test("A database for which there is no room is refused, and made once there is")
  func noRoom() throws {
    guard let volume = try Volume(megabytes: 1) else { return }
    let path = volume.path("db")
    for pages in 0..<16 {
      try volume.leave(4_096 * pages)
      let refusal = SampleEnvironment.refusal { () throws(StorageError) in
        _ = try Database(path, network: SampleChain.network, settings: .archive)
      }
      #expect(refusal == nil || refusal == .diskFull(path: path), "\(pages) pages are free")
      try volume.leave(1 << 20)
      let database = try Database(path, network: SampleChain.network, settings: .archive)
      #expect(database.progress == nil)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("Whichever page of a commit finds no place, the next try with space for it succeeds")
  func everyPage() throws {
    guard let volume = try Volume(megabytes: 2) else { return }
    let path = volume.path("db")
    var chain = SampleChain(accountCount: 500)
    try chain.grow(by: 60, changesPerBlock: 30)
    let database = try Database(path, network: SampleChain.network, settings: .archive)
    try database.commit(chain.blocks.prefix(25))
    var refusals = 0
    for pages in 0..<200 {
      try volume.leave(4_096 * pages)
      let next = nextHeight(of: database)
      do throws(StorageError) {
        var queue = Array(chain.blocks[next..<next + 8])
        guard let group = CommitGroup(takingFrom: &queue, journal: nil) else { break }
        try database.commit(group)
        break
      } catch {
        #expect(error == .diskFull(path: path))
        #expect(nextHeight(of: database) == next)
        refusals += 1
      }
    }
    #expect(refusals > 3)
    #expect(nextHeight(of: database) == 33)
    #expect(try Inspection(database, against: chain).complaints == [])
  }
}
