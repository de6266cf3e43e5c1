import Foundation
import Storage
import TestSupport
import Testing

@Suite struct DiskTests {
  /// Writes until the disk is full and says how many entries were committed before.
  private func fill(
    _ environment: borrowing Environment, step: Int
  ) throws -> (committed: Int, error: StorageError) {
    var count = 0
    while true {
      do throws(StorageError) {
        try environment.fill(count..<count + step, valueBytes: 1000)
      } catch {
        return (count, error)
      }
      count += step
    }
  }

  @Test(arguments: [1, 7, 100, 3000])
  func `a full disk takes nothing away, and space lets writing go on`(step: Int) throws {
    guard let volume = try Volume(megabytes: 2) else { return }
    let ballast = try volume.folder.write(String(repeating: "x", count: 300_000), to: "ballast")
    let path = volume.path("database")
    let environment = try SampleEnvironment.open(path, .readWrite(create: true))
    try environment.put("one", for: "a")
    let (committed, error) = try fill(environment, step: step)
    #expect(error == .diskFull(path: path))
    #expect(try environment.count(SampleEnvironment.numbers) == committed)
    #expect(try environment.get("a") == "one")
    try FileManager.default.removeItem(atPath: ballast)
    try environment.put("two", for: "a")
    try environment.fill(committed..<committed + 1, valueBytes: 1000)
    _ = consume environment
    let again = try SampleEnvironment.open(path, .readWrite(create: false))
    #expect(try again.get("a") == "two")
    #expect(try again.count(SampleEnvironment.numbers) == committed + 1)
  }

  @Test func `a database that does not fit is not made`() throws {
    guard let volume = try Volume(megabytes: 1) else { return }
    _ = try? volume.folder.write(String(repeating: "x", count: 2 << 20), to: "ballast")
    let path = volume.path("database")
    #expect(throws: StorageError.diskFull(path: path)) {
      _ = try SampleEnvironment.open(path, .readWrite(create: true))
    }
  }

  @Test func `a copy that does not fit leaves nothing behind`() throws {
    guard let volume = try Volume(megabytes: 1) else { return }
    let database = try SampleEnvironment()
    try database.fill(0..<20_000)
    let target = volume.path("copy")
    for compacting in [false, true] {
      #expect(throws: StorageError.diskFull(path: target)) {
        try database.environment.copy(to: target, compacting: compacting)
      }
      #expect(try volume.folder.names == [])
    }
  }
}
