import Chain
import Codec

extension Tokens {
  /// Where a token of a genesis answers: as if its issuer had created it with a transaction of a
  /// number that no account comes to.
  static func address(of token: GenesisToken, at index: Int) -> Address {
    address(issuer: token.issuer, nonce: .max - UInt64(index))
  }
}

extension Books {
  /// Adds the tokens a network starts with, and gives them to their holders.
  mutating func placeTokens(of genesis: Genesis) throws(GenesisError) {
    for (index, token) in genesis.tokens.enumerated() {
      do throws(Refusal) {
        try checkHolder(token.issuer)
        let address = Tokens.address(of: token, at: index)
        let record = Token(
          name: token.name, symbol: token.symbol, decimals: token.decimals, issuer: token.issuer,
          cap: TokenAmount(token.cap))
        try addToken(record, at: address)
        for holding in token.holdings {
          try checkHolder(holding.holder)
          try mint(TokenAmount(holding.amount), of: address, to: holding.holder)
        }
      } catch {
        throw GenesisError(
          field: "tokens[\(index)]", value: token.symbol, allowed: error.reason)
      }
    }
  }
}
