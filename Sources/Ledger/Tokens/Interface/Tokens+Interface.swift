import Chain
import Codec

extension Tokens {
  struct CreateToken: Action {
    let tokenName: String
    let symbol: String
    let decimals: UInt8
    let supply: UInt256
    let cap: UInt256

    static let name = "createToken"
    static let summary = "Creates a token, gives the caller the supply, and returns its address."
    static let result = "token"
    static let price = Price(500_000)
    static let fields = ABIFields(
      Self.init, "name", "symbol", "decimals", "supply", "cap"
    ) { ($0.tokenName, $0.symbol, $0.decimals, $0.supply, $0.cap) }
  }

  struct Mint: Action {
    let token: Address
    let to: Address
    let amount: UInt256

    static let name = "mint"
    static let summary = "Creates units of a token; only its issuer can, up to the cap."
    static let price = Price(30_000)
    static let fields = ABIFields(Self.init, "token", "to", "amount") {
      ($0.token, $0.to, $0.amount)
    }
  }

  struct TokenOf: Query {
    let token: Address

    static let name = "token"
    static let summary = "Everything that is kept about a token or the shares of a pool."
    static let fields = ABIFields(Self.init, "token") { $0.token }
  }

  struct TokenRecord: ABIRecord {
    let name: String
    let symbol: String
    let decimals: UInt8
    let supply: UInt256
    let cap: UInt256
    let issuer: Address

    static let fields = ABIFields(
      Self.init, "name", "symbol", "decimals", "supply", "cap", "issuer"
    ) { ($0.name, $0.symbol, $0.decimals, $0.supply, $0.cap, $0.issuer) }
  }

  struct ListTokens: Query {
    let cursor: UInt256
    let limit: UInt16

    static let name = "tokens"
    static let summary = "Addresses of tokens in the order of creation, from a cursor on."
    static let fields = ABIFields(Self.init, "cursor", "limit") { ($0.cursor, $0.limit) }
  }

  struct TokenCreated: Event {
    let token: Address
    let issuer: Address
    let name: String
    let symbol: String
    let decimals: UInt8
    let cap: UInt256

    static let name = "TokenCreated"
    static let summary = "A token was created; its supply follows as a transfer from nobody."
    static let fields = ABIFields(
      Self.init, "indexed token", "indexed issuer", "name", "symbol", "decimals", "cap"
    ) { ($0.token, $0.issuer, $0.name, $0.symbol, $0.decimals, $0.cap) }
  }
}
