import Foundation
import Storage
import TestSupport
import Testing

@Suite struct DamageTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    let database = try SampleEnvironment(in: folder)
    try database.fill(0..<2000)
    path = database.path
  }

  private var data: String { "\(path)/data.mdb" }

  private func size() throws -> UInt64 {
    let attributes = try FileManager.default.attributesOfItem(atPath: data)
    return (attributes[.size] as? NSNumber)?.uint64Value ?? 0
  }

  private func truncate(to size: UInt64) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: data))
    try file.truncate(atOffset: size)
  }

  private func overwrite(_ bytes: [UInt8], at offset: UInt64) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: data))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(bytes))
  }

  private func refusal(_ access: Environment.Access) -> StorageError? {
    SampleEnvironment.refusal { () throws(StorageError) in
      _ = try SampleEnvironment.open(path, access)
    }
  }

  @Test(arguments: [1, 100, 4096, 8192, 100_000])
  func `a file of something else is no database`(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    try truncate(to: 0)
    try overwrite((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, at: 0)
    #expect(refusal(.readOnly) == .notDatabase(path: path))
    #expect(refusal(.readWrite(create: true)) == .notDatabase(path: path))
    #expect(try size() == UInt64(count))
  }

  @Test func `another generation of the format is told from damage`() throws {
    // The version follows page header and magic number, on both root pages.
    for page: UInt64 in [0, 4096] { try overwrite([99], at: page + 20) }
    #expect(refusal(.readOnly) == .libraryMismatch(path: path))
  }

  @Test(arguments: [1, 4096, 20_000, 200_000])
  func `a file that was cut off is damaged, and stays as it is`(missing: UInt64) throws {
    let cut = try size() - missing
    try truncate(to: cut)
    for access in [Environment.Access.readOnly, .readWrite(create: true)] {
      guard case .corrupt(path, let reason) = refusal(access) else {
        Issue.record("opening must fail")
        continue
      }
      #expect(reason.contains("has \(cut) bytes"))
      #expect(try size() == cut)
    }
  }

  @Test func `a page of nought is damage that reading reports`() throws {
    let pages = try size() / 4096
    for page in 2..<pages {
      try overwrite([UInt8](repeating: 0, count: 4096), at: page * 4096)
    }
    guard case .corrupt(path, _) = refusal(.readOnly) else {
      Issue.record("opening must fail")
      return
    }
  }

  @Test func `a file that lacks free pages only is lengthened by a writer`() throws {
    let environment = try SampleEnvironment.open(path, .readWrite(create: false))
    try environment.write { transaction throws(StorageError) in
      try transaction.clear(SampleEnvironment.numbers)
    }
    // Each commit frees the pages of the one before and takes the first that are free.
    for value in ["one", "two", "three", "four"] { try environment.put(value, for: "a") }
    _ = consume environment
    let whole = try size()
    try truncate(to: whole - 10 * 4096)
    guard case .corrupt(path, _) = refusal(.readOnly) else {
      Issue.record("a reader cannot lengthen the file")
      return
    }
    let again = try SampleEnvironment.open(path, .readWrite(create: false))
    #expect(try again.sizeBytes == Int(whole))
    #expect(try again.get("a") == "four")
    try again.fill(0..<3000)
    #expect(try again.count(SampleEnvironment.numbers) == 3000)
  }

  @Test func `a commit leaves the file as long as its last page`() throws {
    var random = SplitMix64(seed: 1)
    let environment = try SampleEnvironment.open(path, .readWrite(create: false))
    for _ in 0..<30 {
      let count = Int.random(in: 1..<1000, using: &random)
      let bytes = Int.random(in: 0..<3000, using: &random)
      try environment.write { transaction throws(StorageError) in
        for _ in 0..<count {
          let key = Int.random(in: 0..<10_000, using: &random).key
          try transaction.put(
            [UInt8](repeating: 1, count: bytes), for: key, in: SampleEnvironment.letters)
        }
        try transaction.clear(SampleEnvironment.letters)
      }
    }
    _ = consume environment
    #expect(refusal(.readOnly) == nil)
  }
}
