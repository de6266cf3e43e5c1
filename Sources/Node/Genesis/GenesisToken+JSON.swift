import Chain

extension GenesisToken {
  init(_ place: JSONPlace) throws(JSONFileError) {
    let section = try place.object(
      of: "issuer", "name", "symbol", "decimals", "cap", "holdings")
    self.init(
      issuer: try section["issuer"].address(), name: try section["name"].text(),
      symbol: try section["symbol"].text(), decimals: try section["decimals"].number(),
      cap: try section["cap"].units(), holdings: try section["holdings"].list(of: Holding.init))
  }
}

extension GenesisToken.Holding {
  fileprivate init(_ place: JSONPlace) throws(JSONFileError) {
    let section = try place.object(of: "holder", "amount")
    self.init(
      holder: try section["holder"].address(), amount: try section["amount"].units())
  }
}

extension GenesisPool {
  init(_ place: JSONPlace) throws(JSONFileError) {
    let section = try place.object(of: "owner", "token", "stos", "amount")
    self.init(
      owner: try section["owner"].address(), symbol: try section["token"].text(),
      stos: try section["stos"].amount(), amount: try section["amount"].units())
  }
}
