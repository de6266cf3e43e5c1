import Foundation
import Node
import TestSupport
import Testing

@Suite struct GenesisCommandTests {
  private func path(_ name: String) -> String {
    GenesisFileTests.folder.appending(path: name).path
  }

  @Test func `what a genesis comes to is shown`() throws {
    let record = try RecordedConsole()
    #expect(record.run(["genesis", "check", path("mainnet-like.json")]) == .success)
    #expect(try record.errors == "")
    let output = try record.output
    let hash = try RecordedConsole()
    #expect(hash.run(["genesis", "hash", path("mainnet-like.json")]) == .success)
    #expect(output.hasPrefix("genesis hash:    \(try hash.output)chain id:        20482\n"))
    #expect(output.contains("\nstate root:      0x"))
    #expect(
      output.contains(
        """
        first epoch:     2026-01-01T00:00:00Z to 2026-01-01T00:10:00Z, 600000 ms as every epoch
        supply:          100000000stos
          mining reserve 39000000stos, after 1000000stos mined
          held           60930341stos by 6 accounts
          at stake       359stos
          deposited      69300stos
          in pools       0stos
        nodes:           7 meta, 0 resource
        tokens:          0, of which 0 with a pool
        validators:      7, with power 359000, of which a quorum is 239334
          0xBcd4042DE499D14e55001CcbB24a551F3b954096 99000 validator 0
        """))
    #expect(output.hasSuffix("The genesis is sound.\n"))
  }

  @Test func `another time makes another network`() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOfFile: path("devnet.json"), encoding: .utf8)
    let file = try folder.write(text.replacing("2026-01-01", with: "2026-01-02"), to: "a.json")
    let hashes = try [path("devnet.json"), file].map { path in
      let record = try RecordedConsole()
      #expect(record.run(["genesis", "hash", path]) == .success)
      return try record.output
    }
    #expect(hashes[0] != hashes[1])
    #expect(hashes.allSatisfy { $0.hasPrefix("0x") && $0.utf8.count == 67 })
  }

  @Test func `what is no genesis is refused with its path and the reason`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{}", to: "empty.json")
    for command in ["check", "hash"] {
      let record = try RecordedConsole()
      #expect(record.run(["genesis", command, file]) == .failure)
      #expect(try record.output == "")
      #expect(try record.errors == "tradewind: '\(file)' is no genesis: chainId is missing\n")
    }
    let record = try RecordedConsole()
    #expect(record.run(["genesis", "check", folder.path("none")]) == .failure)
    #expect(try record.errors.contains("cannot be read: No such file or directory"))
  }
}
