import Dispatch
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct CopyTests {
  private let database: SampleEnvironment

  init() throws {
    database = try SampleEnvironment()
    try database.fill(0..<5000)
    try database.environment.write { transaction throws(StorageError) in
      for number in 0..<4000 {
        _ = try transaction.delete(number.key, in: SampleEnvironment.numbers)
      }
    }
  }

  @Test func `a copy holds what was committed, and a compact one no free pages`() throws {
    let sizes = try [false, true].map { compacting in
      let path = database.folder.path("copy \(compacting)")
      try database.environment.copy(to: path, compacting: compacting)
      #expect(try database.folder.mode(of: "copy \(compacting)/data.mdb") == 0o600)
      let copy = try SampleEnvironment.open(path, .readWrite(create: false))
      #expect(try copy.count(SampleEnvironment.numbers) == 1000)
      return try copy.sizeBytes
    }
    #expect(try sizes[0] == database.environment.sizeBytes)
    #expect(sizes[1] < sizes[0] / 2)
  }

  @Test func `a directory with something in it is left alone`() throws {
    let target = database.folder.path
    #expect(throws: StorageError.directoryNotEmpty(path: target)) {
      try database.environment.copy(to: target, compacting: false)
    }
    #expect(try database.folder.names == ["database"])
  }

  @Test func `copies are whole while others write`() throws {
    let isDone = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      do {
        guard thread == 0 else {
          var round = 5
          while !isDone.load(ordering: .acquiring) && round < 200 {
            try database.fill(round * 1000..<(round + 1) * 1000, valueBytes: 20)
            round += 1
          }
          return
        }
        defer { isDone.store(true, ordering: .releasing) }
        for round in 0..<6 {
          let path = database.folder.path("copy \(round)")
          try database.environment.copy(to: path, compacting: round % 2 == 0)
          let copy = try SampleEnvironment.open(path, .readOnly)
          #expect(try copy.count(SampleEnvironment.numbers) % 1000 == 0)
        }
      } catch {
        Issue.record(error)
      }
    }
  }
}
