import Node
import TestSupport
import Testing

/// A node before clients that others wrote: web3.py and eth-account.
@Suite(
  .enabled(if: Running.tradewind != nil, "the program is not beside its tests"),
  .enabled(if: WalletScript.python != nil, "Tools/dependencies puts web3.py into .build/clients"))
struct WalletTests {
  @Test func `wallets and dapps find what they know from elsewhere`() throws {
    let home = try SampleHome(keepingAccounts: true)
    let node = try home.start(try #require(Running.tradewind))
    let run = try Running(
      try #require(WalletScript.python), [WalletScript.path, "http://127.0.0.1:\(node.port)"])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.hasSuffix("\nOK\n"))
    #expect(node.terminate() == 0)
  }
}
