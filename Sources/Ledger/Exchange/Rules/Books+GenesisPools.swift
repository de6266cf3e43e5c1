import Chain
import Codec

extension Books {
  /// Makes the pools a network starts with, of STOS that their owners hold already.
  mutating func placePools(of genesis: Genesis) throws(GenesisError) {
    for (index, pool) in genesis.pools.enumerated() {
      let symbol = Array(pool.symbol.utf8)
      let number = genesis.tokens.firstIndex { Array($0.symbol.utf8) == symbol }
      guard let number else { preconditionFailure("a pool of a genesis is of one of its tokens") }
      let token = Tokens.address(of: genesis.tokens[number], at: number)
      do throws(Refusal) {
        try mint(TokenAmount(pool.amount), of: token, to: pool.owner)
        let start = BlockContext(
          chainID: genesis.chainID, height: .zero, epoch: .zero, time: genesis.time,
          proposer: .zero)
        _ = try addLiquidity(
          Exchange.Side(asset: token, desired: UInt256(pool.amount), least: .zero),
          Exchange.Side(asset: .stos, desired: UInt256(pool.stos.units), least: .zero),
          to: pool.owner,
          Call(sender: pool.owner, recipient: Exchange.address, block: start))
      } catch {
        throw GenesisError(field: "pools[\(index)]", value: pool.symbol, allowed: error.reason)
      }
    }
  }
}
