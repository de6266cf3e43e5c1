import Dispatch
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct GrowthTests {
  private static let value = [UInt8](repeating: 1, count: 100)

  @Test func `the map grows while others read`() throws {
    let database = try SampleEnvironment()
    let isDone = Atomic(false)
    let rounds = 20
    DispatchQueue.concurrentPerform(iterations: 3) { thread in
      do {
        guard thread == 0 else {
          // Every round commits a thousand entries, so a snapshot never shows a part of one.
          while !isDone.load(ordering: .acquiring) {
            let count = try database.environment.count(SampleEnvironment.numbers)
            #expect(count % 1000 == 0)
          }
          return
        }
        defer { isDone.store(true, ordering: .releasing) }
        for round in 0..<rounds { try database.fill(round * 1000..<(round + 1) * 1000) }
      } catch {
        Issue.record(error)
      }
    }
    #expect(try database.environment.count(SampleEnvironment.numbers) == rounds * 1000)
    #expect(try database.environment.mapBytes > 2 << 20)
  }

  @Test func `one body larger than the map runs again until it fits`() throws {
    let database = try SampleEnvironment()
    var runs = 0
    try database.environment.write { transaction throws(StorageError) in
      runs += 1
      for number in 0..<5000 {
        try transaction.put(Self.value, for: number.key, in: SampleEnvironment.numbers)
      }
    }
    #expect(runs > 2)
    #expect(try database.environment.count(SampleEnvironment.numbers) == 5000)
  }

  @Test func `a body that hides the failure runs again as well`() throws {
    let database = try SampleEnvironment()
    try database.environment.write { transaction in
      for number in 0..<2000 {
        try? transaction.put(Self.value, for: number.key, in: SampleEnvironment.numbers)
      }
    }
    #expect(try database.environment.count(SampleEnvironment.numbers) == 2000)
    try database.environment.write { transaction throws(StorageError) in
      try? transaction.edit(SampleEnvironment.letters) { cursor throws(StorageError) in
        for number in 0..<9000 {
          try cursor.put(Self.value, for: number.key)
        }
      }
    }
    #expect(try database.environment.count(SampleEnvironment.letters) == 9000)
  }

  @Test func `a read transaction delays growth and sees what it saw`() throws {
    let database = try SampleEnvironment()
    try database.environment.put("old", for: "a")
    let begun = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    let isReaderGone = Atomic(false)
    let transaction = try database.environment.read()
    Thread.detachNewThread {
      do {
        var runs = 0
        try database.environment.write { transaction throws(StorageError) in
          runs += 1
          if runs == 1 { begun.signal() }
          let isAlone = isReaderGone.load(ordering: .acquiring)
          #expect(runs == 1 || isAlone)
          try transaction.put("new".bytes, for: "a".bytes, in: SampleEnvironment.letters)
          for number in 0..<1000 {
            try transaction.put(Self.value, for: number.key, in: SampleEnvironment.numbers)
          }
        }
        #expect(runs > 1)
      } catch {
        Issue.record(error)
      }
      ended.signal()
    }
    begun.wait()
    for _ in 0..<100 { #expect(try transaction.contents.get("a") == "old") }
    isReaderGone.store(true, ordering: .releasing)
    _ = consume transaction
    ended.wait()
    #expect(try database.environment.get("a") == "new")
  }

  @Test func `growth does not wait forever for a read transaction`() throws {
    var options = Environment.Options.small
    options.growthMilliseconds = 10
    let database = try SampleEnvironment(options)
    let first = try database.environment.read()
    let second = try database.environment.read()
    #expect(throws: StorageError.growthBlocked(path: database.path, readers: 2)) {
      try database.fill(0..<1000)
    }
    #expect(try first.contents.count(of: SampleEnvironment.numbers) == 0)
    _ = consume first
    _ = consume second
    try database.fill(0..<1000)
    #expect(try database.environment.count(SampleEnvironment.numbers) == 1000)
  }

  @Test func `a nearly full map grows between transactions unless somebody reads`() throws {
    let database = try SampleEnvironment()
    let before = try database.environment.mapBytes
    var count = 0
    while try database.environment.sizeBytes * 4 <= before * 3 {
      try database.fill(count..<count + 1, valueBytes: 2000)
      count += 1
    }
    let transaction = try database.environment.read()
    database.environment.growIfNeeded()
    #expect(try database.environment.mapBytes == before)
    _ = consume transaction
    database.environment.growIfNeeded()
    #expect(try database.environment.mapBytes == 2 * before)
    database.environment.growIfNeeded()
    #expect(try database.environment.mapBytes == 2 * before)
  }

  @Test func `at its limit the map refuses, and nothing is lost`() throws {
    let limit = 256 << 10
    let database = try SampleEnvironment(.limited(toBytes: limit))
    try database.fill(0..<100)
    #expect(throws: StorageError.mapFull(path: database.path, sizeBytes: limit)) {
      try database.fill(100..<10_000)
    }
    #expect(try database.environment.count(SampleEnvironment.numbers) == 100)
    try database.environment.put("small", for: "a")
    #expect(try database.environment.get("a") == "small")
  }

  @Test func `a map for which there are no addresses is refused, and nothing is lost`() async {
    await #expect(processExitsWith: .success) {
      var options = Environment.Options()
      options.mapBytes = 128 << 20
      options.durability = .onDemand
      let database = try SampleEnvironment(options)
      // Nearly full; without a reader it would have grown by now.
      let transaction = try database.environment.read()
      try database.fill(0..<120, valueBytes: 1 << 20)
      _ = consume transaction
      try Self.limitAddresses(toFurtherBytes: 192 << 20)
      let refusal = SampleEnvironment.refusal { () throws(StorageError) in
        try database.fill(120..<130, valueBytes: 1 << 20)
      }
      try #require(refusal == .mapRefused(path: database.path, sizeBytes: 256 << 20))
      try database.environment.put("small", for: "a")
      try #require(try database.environment.get("a") == "small")
      try #require(try database.environment.count(SampleEnvironment.numbers) == 120)
      let other = try TemporaryFolder()
      options.mapBytes = 1 << 40
      let second = SampleEnvironment.refusal { () throws(StorageError) in
        _ = try SampleEnvironment.open(other.path, .readWrite(create: true), options: options)
      }
      try #require(second == .mapRefused(path: other.path, sizeBytes: 1 << 40))
    }
  }

  /// Lets this process take so many more addresses than it takes now.
  private static func limitAddresses(toFurtherBytes count: Int) throws {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = try #require(Int(text.prefix { $0 != " " }))
    let program = try #require(Running.find("prlimit"))
    let limit = pages * sysconf(Int32(_SC_PAGESIZE)) + count
    let running = try Running(program, ["--pid", "\(getpid())", "--as=\(limit)"])
    precondition(running.exitCode == 0, running.errors)
  }

  @Test func `a reader follows when another process makes the map larger`() async throws {
    let database = try SampleEnvironment()
    try database.environment.put("one", for: "a")
    let path = database.path
    let folder = database.folder
    _ = consume database
    let reader = try SampleEnvironment.open(path, .readOnly)
    #expect(try reader.get("a") == "one")
    await #expect(processExitsWith: .success) { [path = path as String] in
      let environment = try SampleEnvironment.open(path, .readWrite(create: false))
      try environment.fill(0..<10_000)
    }
    #expect(try reader.count(SampleEnvironment.numbers) == 10_000)
    #expect(try reader.mapBytes > 1 << 20)
    #expect(folder.path < path)
  }
}
