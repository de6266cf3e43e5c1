import Chain
import Cryptography
import Foundation
import RPC

/// `tradewind testnet`: makes the homes of all nodes of a network for tests.
enum TestnetCommand {
  /// The command, with what protects the passphrase of the keys it makes.
  static func command(cost: Scrypt) -> Command {
    Command(
      "testnet", summary: "Make the homes of a whole network for tests, on one machine",
      discussion: """
        The network begins now. It is that of the genesis file, but for the validators, whose \
        keys are made here: the first ones keep the accounts and stakes that the file gives them, \
        further ones get an account of their own, operator-key.json, and as much stake as the \
        first. The folder gets a home for each node, node-0 and so on, the validators first; a \
        list of them, nodes; and passphrase, which opens their keys, unless there is one. Keys \
        are protected as with --light.

        With --relay-port every node reaches every other one at a port of its own, where \
        `workbench relay` passes it on as the file routes says, so that links can be cut.
        """,
      examples: [
        .init(
          "tradewind testnet --genesis Genesis/devnet.json --directory net --followers 1",
          "Makes five homes; start each with `tradewind node --home net/node-I`.")
      ],
      options: [.init(options)]
    ) { invocation, console throws(CommandFailure) in
      try TestnetDraft(invocation).make(cost: cost, on: console)
    }
  }

  private static let options: [Command.Option] = [
    .value(
      "genesis", letter: "g", .path, name: "FILE", .required,
      summary: "The genesis file to begin with"),
    .value(
      "directory", letter: "d", .path, name: "DIR", .required,
      summary: "The folder to make, or one that is empty"),
    .value(
      "validators", .number(1...100), name: "N", .standard("4"),
      summary: "How many nodes vote; one is a chain of one's own"),
    .value(
      "followers", .number(0...100), name: "N", .standard("0"),
      summary: "How many nodes only follow"),
    .value(
      "epoch-seconds", .number(1...86_400), name: "S",
      summary: "How long an epoch lasts; without it as the file says"),
    .value(
      "host", .text, name: "ADDRESS", .standard("127.0.0.1"),
      summary: "The address at which all of them listen, in digits"),
    .value(
      "rpc-port", .number(1...65_535), name: "PORT", .standard("8545"),
      summary: "Where the first one serves clients; the others follow"),
    .value(
      "peer-port", .number(1...65_535), name: "PORT", .standard("20480"),
      summary: "Where the first one takes in other nodes; the others follow"),
    .value(
      "relay-port", .number(1...65_535), name: "PORT",
      summary: "The first port of a relay between them, if there is to be one"),
    .value(
      "passphrase-file", .path, name: "PATH",
      summary: "The passphrase of all keys; without it a new one in the folder"),
  ]
}
