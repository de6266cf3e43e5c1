import Storage
import Testing

@Suite struct StorageErrorTests {
  private static let all: [StorageError] = [
    .diskFull(path: "/data/db"), .mapFull(path: "/data/db", sizeBytes: 4096),
    .mapRefused(path: "/data/db", sizeBytes: 4096), .growthBlocked(path: "/data/db", readers: 2),
    .noPermission(path: "/data/db"), .readOnlyFileSystem(path: "/data/db"),
    .notDirectory(path: "/data/db"), .missingDatabase(path: "/data/db"),
    .missingKeyspace(path: "/data/db", name: "blocks"),
    .foreignDirectory(path: "/data/db", found: "thesis.txt"), .notDatabase(path: "/data/db"),
    .libraryMismatch(path: "/data/db"), .inUse(path: "/data/db", process: 42),
    .inUse(path: "/data/db", process: nil), .alreadyOpen(path: "/data/db"),
    .tooManyReaders(path: "/data/db", limit: 256), .corrupt(path: "/data/db", reason: "gone"),
    .unusable(path: "/data/db"), .outOfOrder(path: "/data/db"),
    .directoryNotEmpty(path: "/data/db"), .system(call: "mdb_put", code: -30788, path: "/data/db"),
    .newerFormat(path: "/data/db", found: 3, known: 2),
    .olderFormat(path: "/data/db", found: 1, known: 2),
    .otherNetwork(path: "/data/db", found: "devnet", expected: "mainnet"),
  ]

  @Test(arguments: all)
  func `every message names the place and says what to do`(error: StorageError) {
    let parts = "\(error)".split(separator: "; ", maxSplits: 1)
    #expect(parts.count == 2)
    #expect(parts.first?.contains("/data/db") == true)
  }

  @Test func `messages read well`() {
    #expect(
      StorageError.inUse(path: "/data/db", process: 42).description
        == "process 42 has the database in /data/db open for writing; stop that process first")
    #expect(
      StorageError.system(call: "fsync", code: 5, path: "/data/db").description
        == "fsync failed for /data/db: Input/output error; "
        + "see to the cause and start the program again")
  }
}
