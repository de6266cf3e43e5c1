/// Every method that a node answers, grouped by what it is about.
package enum ChainMethods {
  package static func all(of node: NodeAccess) -> [RPCMethod] {
    network(of: node) + accounts(of: node) + calls(of: node) + fees(of: node) + blocks(of: node)
      + transactions(of: node) + logs(of: node) + [status(of: node), peers(of: node)]
  }
}
