import Codec
import Foundation
import Node
import RPC
import TestSupport
import Testing

/// The published keys of the network for development.
@Suite struct DevnetKeysTests {
  private func object(_ name: String) throws -> JSONObject {
    let bytes = try Data(contentsOf: GenesisFileTests.folder.appending(path: name))
    guard case .object(let object) = try JSONValue(parsing: Array(bytes)) else { return [:] }
    return object
  }

  private func texts(_ name: String, _ member: String, in file: JSONObject) -> [String] {
    guard case .array(let list)? = file[name] else { return [] }
    return list.compactMap {
      guard case .object(let object) = $0, case .string(let text)? = object[member] else {
        return nil
      }
      return text
    }
  }

  @Test func `each is that of its address, and each that the genesis names is there`() throws {
    let (keys, genesis) = (try object("devnet-keys.json"), try object("devnet.json"))
    var publicKeys: [String: [String]] = [:]
    for group in keys.members.map(\.name) {
      let wallets = try texts(group, "privateKey", in: keys).map {
        try Wallet(secret: try Hex.decode($0, as: FixedBytes<32>.self))
      }
      #expect(wallets.map { "\($0.address)" } == texts(group, "address", in: keys))
      publicKeys[group] = try wallets.map { "\(try $0.publicKey)" }
    }
    #expect(texts("testers", "address", in: keys) == texts("accounts", "address", in: genesis))
    #expect(texts("operators", "address", in: keys) == texts("validators", "account", in: genesis))
    #expect(publicKeys["consensusKeys"] == texts("validators", "consensusKey", in: genesis))
    #expect(publicKeys["metaNodes"] == texts("metaNodes", "nodeKey", in: genesis))
    let resources = texts("resourceNodes", "nodeKey", in: genesis)
    #expect(publicKeys["resourceNodes"]?.prefix(resources.count) == resources[...])
  }
}
