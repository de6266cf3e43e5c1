import Chain
import Codec
import Cryptography
import Foundation
import Node
import RPC
import TestSupport
import Testing

/// The commands that ask a node, with one that runs.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct ClientCommandTests {
  private let home: SampleHome
  private let node: LiveNode
  private let key: String

  init() throws {
    home = try SampleHome()
    node = try home.start(try #require(Running.tradewind))
    key = try home.walletKey()
  }

  private func run(_ words: String...) throws -> (code: Int32, output: String, errors: String) {
    let run = try Running(
      try #require(Running.tradewind), words,
      environment: ["TRADEWIND_RPC": "http://127.0.0.1:\(node.port)"])
    return (run.exitCode, run.output, run.errors)
  }

  private func pay(_ words: String...) throws -> (code: Int32, output: String, errors: String) {
    try pay(words[...])
  }

  private func pay(
    _ words: ArraySlice<String>
  ) throws -> (code: Int32, output: String, errors: String) {
    let run = try Running(
      try #require(Running.tradewind),
      words + ["--key", key, "--passphrase-file", home.folder.path("passphrase")],
      environment: ["TRADEWIND_RPC": "http://127.0.0.1:\(node.port)"])
    return (run.exitCode, run.output, run.errors)
  }

  private func json(_ output: String) throws -> JSONObject {
    guard case .object(let object) = try JSONValue(parsing: Array(output.utf8)) else { return [:] }
    return object
  }

  @Test func `the status is there for people and for machines`() throws {
    let text = try run("status")
    #expect(text.code == 0 && text.output.contains("chain id:     20480\n"))
    #expect(text.output.contains("votes:        yes\n"))
    #expect(try json(try run("status", "--json").output)["chainId"] == "0x5000")
  }

  @Test func `money is sent and its transaction followed`() throws {
    let recipient = "0x5555555555555555555555555555555555555555"
    let sent = try pay("tx", "send", recipient, "1.5stos", "--json")
    #expect(sent.code == 0, "\(sent.errors)")
    let receipt = try json(sent.output)
    #expect(receipt["status"] == "0x1" && receipt["gasUsed"] == "0x5208")
    guard case .string(let hash)? = receipt["transactionHash"] else { return }
    let waited = try run("tx", "wait", hash)
    #expect(waited.code == 0 && waited.output.contains("outcome: succeeded\ngas:     21000\n"))
    #expect(
      try LiveNode.number(node.call("eth_getBalance", .string(recipient)))
        == 1_500_000_000_000_000_000)
    let unknown = "0x" + String(repeating: "11", count: 32)
    let late = try run("tx", "wait", unknown, "--timeout", "0")
    #expect(late.code == 1 && late.errors.contains("is in no block after 0 s"))
    #expect(try pay("tx", "send", recipient, "2000000stos").errors.contains("insufficient funds"))
  }

  @Test func `contracts are called by their methods' names`() throws {
    let validators = try json(try run("staking", "validators", "0", "10", "--json").output)
    guard case .array(let list)? = validators["addresses"],
      case .string(let validator)? = list.first
    else {
      Issue.record("there is one validator")
      return
    }
    let delegated = try pay("staking", "delegate", validator, "--value", "2stos")
    #expect(delegated.code == 0, "\(delegated.errors)")
    let delegation = try json(
      try run(
        "staking", "delegation", validator, home.wallet.address.bech32(), "--json"
      ).output)
    #expect(delegation["amount"] == "2000000000000000000")
    // Refused before anything is sent; sent all the same, it fails in its block.
    let refused = try pay("staking", "undelegate", validator, "5stos")
    #expect(refused.code == 1 && refused.output == "")
    #expect(refused.errors.contains("execution reverted: the amount is between 1 and"))
    let failed = try pay("staking", "undelegate", validator, "5stos", "--gas", "300000")
    #expect(failed.code == 1 && failed.output.contains("outcome: failed\n"))
    #expect(failed.errors.contains("and its fee is paid: execution reverted: the amount"))
  }

  @Test func `what the log says about a contradiction proves it to the contract`() throws {
    let secret = home.folder.path("validator.hex")
    let exported = try run(
      "key", "export", home.path + "/consensus-key.json", secret, "--passphrase-file",
      home.folder.path("passphrase"))
    #expect(exported.code == 0, "\(exported.errors)")
    let text = try home.folder.read("validator.hex").trimmingCharacters(in: .whitespacesAndNewlines)
    let key = try PrivateKey(Hex.decode(text, as: FixedBytes<32>.self))
    // A contract knows of an epoch once there is a block of it.
    let status = try node.wait(for: "a block") {
      let status = try json(try run("status", "--json").output)
      return status["height"] == "0x0" ? nil : status
    }
    #expect(status["culprits"] == "0x0")
    guard case .string(let hash)? = status["genesisHash"] else {
      Issue.record("a node says what its genesis is")
      return
    }
    let network = Network(
      chainID: ChainID(20_480), genesisHash: Digest(try Hex.decode(hash)))
    let epoch = Epoch(try LiveNode.number(status["epoch"]))
    // One of 121 bytes and one of 81.
    let candidate = Statement.Candidate(parentView: View(0), block: .zero)
    let votes = [Statement.Content.finalize(candidate), .nullify].map { content in
      let statement = Statement(epoch: epoch, view: View(1), content: content)
      return Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
    }
    let evidence = try Evidence(votes[0], votes[1], by: key.publicKey, on: network)
    let words = evidence.commandWords
    let lengths: [Int] = words.suffix(2).map(\.count)
    #expect(lengths == [244, 164])
    let proven = try pay(words.dropFirst())
    #expect(proven.code == 0, "\(proven.errors)")
    #expect(proven.output.contains("outcome: succeeded\n"))
  }

  @Test func `lists and records go in and out`() throws {
    let stos = try run("exchange", "weth").output.dropLast()
    let tokens = try json(try run("tokens", "tokens", "0", "10", "--json").output)
    guard case .array(let list)? = tokens["addresses"], case .string(let token)? = list.last else {
      Issue.record("there is a token")
      return
    }
    for path in ["\(stos),\(token)", "[\"\(stos)\", \"\(token)\"]"] {
      let amounts = try run("exchange", "get-amounts-out", "1stos", path)
      #expect(amounts.output.hasPrefix("[\"1000000000000000000\",\""), "\(amounts)")
    }
    let set = try run("staking", "validator-set", "1").output
    #expect(set.hasPrefix("[{\"validator\":\"0x") && set.contains("\"power\":"))
    let symbol = try run("erc20", "symbol", token)
    #expect(symbol.output == "DUSD\n")
    let selector = "0x95d89b41"
    let raw = try run("tx", "call", token, selector)
    #expect(raw.output.contains("44555344"))
  }
}
