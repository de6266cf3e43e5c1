import Codec
import Foundation
import TestSupport

/// The public keys of `Genesis/devnet-keys.json`, for those who play a part of the network.
struct DevnetKeys: Decodable {
  struct Key: Decodable {
    let address: String
    let privateKey: String
  }

  /// Whose keys wallets import.
  let testers: [Key]
  let metaNodes: [Key]
  let resourceNodes: [Key]
  /// Accounts that nobody else uses.
  let traffic: [Key]

  static func read(_ path: String) throws -> DevnetKeys {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

extension DevnetKeys.Key {
  /// Somebody who signs with the key, which must be that of the address.
  func wallet() throws -> Wallet {
    let wallet = try Wallet(secret: try Hex.decode(privateKey, as: FixedBytes<32>.self))
    guard "\(wallet.address)" == address else {
      throw TrafficFailure.broken("the private key beside \(address) is that of \(wallet.address)")
    }
    return wallet
  }
}
