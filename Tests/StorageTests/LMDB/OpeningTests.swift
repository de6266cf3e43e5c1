import Foundation
import Storage
import TestSupport
import Testing

@Suite struct OpeningTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expectRefusal(
    _ refusal: StorageError, of path: String, _ access: Environment.Access,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: refusal, sourceLocation: sourceLocation) {
      _ = try SampleEnvironment.open(path, access)
    }
  }

  @Test func `a new database belongs to its owner alone`() throws {
    let path = folder.path("above/database")
    _ = try SampleEnvironment.open(path, .readWrite(create: true))
    #expect(try folder.mode(of: "above") == 0o700)
    #expect(try folder.mode(of: "above/database") == 0o700)
    for name in ["data.mdb", "lock.mdb", "writer.lock"] {
      #expect(try folder.mode(of: "above/database/\(name)") == 0o600)
    }
    #expect(try folder.read("above/database/writer.lock") == "\(getpid())\n")
  }

  @Test func `a database that is not there is not made unless that is wished`() throws {
    let path = folder.path("database")
    expectRefusal(.missingDatabase(path: path), of: path, .readOnly)
    expectRefusal(.missingDatabase(path: path), of: path, .readWrite(create: false))
    #expect(try folder.names == [])
    expectRefusal(.missingDatabase(path: folder.path), of: folder.path, .readOnly)
    expectRefusal(.missingDatabase(path: folder.path), of: folder.path, .readWrite(create: false))
    #expect(try folder.names == [])
  }

  @Test func `a directory with something else in it gets no database`() throws {
    _ = try folder.write("mine", to: "thesis.txt")
    _ = try folder.write("", to: "writer.lock")
    let refusal = StorageError.foreignDirectory(path: folder.path, found: "thesis.txt")
    expectRefusal(refusal, of: folder.path, .readWrite(create: true))
    #expect(try folder.names == ["thesis.txt", "writer.lock"])
  }

  @Test func `what is left of an opening that stopped half-way does no harm`() throws {
    for name in ["data.mdb", "lock.mdb", "writer.lock"] { _ = try folder.write("", to: name) }
    let environment = try SampleEnvironment.open(folder.path, .readWrite(create: true))
    try environment.put("one", for: "a")
    #expect(try environment.get("a") == "one")
  }

  @Test(arguments: [152, 4096, 8191])
  func `a data file of which only the beginning was written is made again`(count: Int) throws {
    let path = folder.path("database")
    _ = try SampleEnvironment.open(path, .readWrite(create: true))
    let file = URL(fileURLWithPath: "\(path)/data.mdb")
    let beginning = try Data(contentsOf: file).prefix(count)
    for bytes in [beginning, Data(count: count)] {
      try bytes.write(to: file)
      expectRefusal(.missingDatabase(path: path), of: path, .readOnly)
      expectRefusal(.missingDatabase(path: path), of: path, .readWrite(create: false))
      let environment = try SampleEnvironment.open(path, .readWrite(create: true))
      try environment.put("one", for: "a")
      #expect(try environment.get("a") == "one")
    }
  }

  @Test func `a file is no directory`() throws {
    let path = try folder.write("text", to: "file")
    expectRefusal(.notDirectory(path: path), of: path, .readOnly)
    expectRefusal(.notDirectory(path: path), of: path, .readWrite(create: true))
    expectRefusal(.notDirectory(path: path), of: "\(path)/below", .readWrite(create: true))
    expectRefusal(.missingDatabase(path: "\(path)/below"), of: "\(path)/below", .readOnly)
  }

  @Test func `this process opens a directory once, whatever its name`() throws {
    let environment = try SampleEnvironment.open(folder.path("database"), .readWrite(create: true))
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "database")
    for path in [environment.path, link, folder.path("database/../database")] {
      expectRefusal(.alreadyOpen(path: path), of: path, .readWrite(create: true))
      expectRefusal(.alreadyOpen(path: path), of: path, .readOnly)
    }
    _ = consume environment
    let reader = try SampleEnvironment.open(link, .readOnly)
    expectRefusal(.alreadyOpen(path: link), of: link, .readOnly)
    #expect(reader.path == link)
  }

  @Test func `a second process may read and not write`() async throws {
    let environment = try SampleEnvironment.open(folder.path("database"), .readWrite(create: true))
    try environment.put("one", for: "a")
    await #expect(processExitsWith: .success) {
      [path = environment.path as String, holder = getpid() as Int32] in
      let refusal = SampleEnvironment.refusal { () throws(StorageError) in
        _ = try SampleEnvironment.open(path, .readWrite(create: true))
      }
      try #require(refusal == .inUse(path: path, process: holder))
      let reader = try SampleEnvironment.open(path, .readOnly)
      try #require(try reader.get("a") == "one")
    }
  }

  @Test func `a process that was killed holds no lock and no reader's slot`() async throws {
    let path = folder.path("database")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let environment = try SampleEnvironment.open(path, .readWrite(create: true))
      try environment.put("one", for: "a")
      let transaction = try environment.read()
      try environment.write { _ in _ = kill(getpid(), SIGKILL) }
      _ = consume transaction
    }
    let environment = try SampleEnvironment.open(path, .readWrite(create: false))
    #expect(try environment.readers == 0)
    #expect(try environment.get("a") == "one")
    try environment.put("two", for: "a")
  }

  @Test func `a keyspace that a reader asks for must be there`() throws {
    let path = folder.path("database")
    let fewer = [SampleEnvironment.letters]
    _ = try Environment(path, keyspaces: fewer, access: .readWrite(create: true), options: .small)
    expectRefusal(.missingKeyspace(path: path, name: "numbers"), of: path, .readOnly)
    _ = try SampleEnvironment.open(path, .readWrite(create: false))
    _ = try SampleEnvironment.open(path, .readOnly)
    _ = try Environment(path, keyspaces: fewer, access: .readOnly, options: .small)
  }

  @Test func `read transactions have a limit, and give their place back`() throws {
    var options = Environment.Options.small
    options.readersMax = 3
    let path = folder.path("database")
    let environment = try SampleEnvironment.open(path, .readWrite(create: true), options: options)
    func readDeeply(_ depth: Int) throws(StorageError) {
      let transaction = try environment.read()
      #expect(try environment.readers == depth)
      try readDeeply(depth + 1)
      _ = consume transaction
    }
    // LMDB rounds the limit up to fill a page.
    let refusal = #expect(throws: StorageError.self) { try readDeeply(1) }
    guard case .tooManyReaders(path, let limit) = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(limit >= 3)
    #expect(try environment.readers == 0)
    _ = try environment.read()
  }

  @Test func `without a sync at each commit one can be asked for`() throws {
    var options = Environment.Options.small
    options.durability = .onDemand
    let path = folder.path("database")
    let environment = try SampleEnvironment.open(path, .readWrite(create: true), options: options)
    try environment.fill(0..<1000)
    try environment.synchronize()
    _ = consume environment
    #expect(try SampleEnvironment.open(path, .readOnly).count(SampleEnvironment.numbers) == 1000)
  }

  @Test func `a read-only file system can be read`() throws {
    guard let volume = try Volume(megabytes: 2) else { return }
    let path = volume.path("database")
    let environment = try SampleEnvironment.open(path, .readWrite(create: true))
    try environment.put("one", for: "a")
    _ = consume environment
    guard volume.setWritable(false) else { return }
    expectRefusal(.readOnlyFileSystem(path: path), of: path, .readWrite(create: false))
    let new = volume.path("new")
    expectRefusal(.readOnlyFileSystem(path: new), of: new, .readWrite(create: true))
    #expect(try SampleEnvironment.open(path, .readOnly).get("a") == "one")
  }

  @Test func `a directory of somebody else is refused`() async throws {
    let path = folder.path("database")
    _ = try SampleEnvironment.open(path, .readWrite(create: true))
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
    await #expect(processExitsWith: .success) { [path = path as String] in
      // Permissions do not bind the superuser, who becomes the user that is nobody.
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      for access in [Environment.Access.readOnly, .readWrite(create: true)] {
        let refusal = SampleEnvironment.refusal { () throws(StorageError) in
          _ = try SampleEnvironment.open(path, access)
        }
        try #require(refusal == .noPermission(path: path))
      }
    }
    try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }
}
