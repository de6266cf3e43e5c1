import Foundation
import RPC

/// The published keys of the network for development, which belong to nobody.
enum DevnetKeys {
  struct Owner {
    let address: String
    let secret: String
  }

  /// Accounts with money.
  static let testers = owners("testers")

  private static func owners(_ group: String) -> [Owner] {
    let file = GenesisFileTests.folder.appending(path: "devnet-keys.json")
    guard let bytes = try? Data(contentsOf: file),
      case .object(let groups)? = try? JSONValue(parsing: Array(bytes)),
      case .array(let list)? = groups[group]
    else { return [] }
    return list.compactMap {
      guard case .object(let object) = $0, case .string(let address)? = object["address"],
        case .string(let secret)? = object["privateKey"]
      else { return nil }
      return Owner(address: address, secret: secret)
    }
  }
}
