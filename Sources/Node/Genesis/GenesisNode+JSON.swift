import Chain

extension GenesisNode {
  /// Reads a meta node.
  init(_ place: JSONPlace) throws(JSONFileError) {
    try self.init(
      place.object(of: "owner", "nodeKey", "beneficiary", "deposit", "endpoint", "moniker"))
  }

  fileprivate init(_ section: JSONSection) throws(JSONFileError) {
    self.init(
      owner: try section["owner"].address(), key: try section["nodeKey"].publicKey(),
      beneficiary: try section["beneficiary"].address(),
      deposit: try section["deposit"].amount(), endpoint: try section["endpoint"].text(),
      moniker: try section["moniker"].text())
  }
}

extension GenesisResourceNode {
  init(_ place: JSONPlace) throws(JSONFileError) {
    let section = try place.object(
      of: "owner", "nodeKey", "beneficiary", "deposit", "services", "capacityBytes", "region",
      "endpoint", "moniker")
    self.init(
      node: try GenesisNode(section), services: try section["services"].number(),
      capacityBytes: try section["capacityBytes"].number(),
      region: try section["region"].text())
  }
}
