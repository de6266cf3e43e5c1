package import Chain
package import Ledger

/// A contract as developers of clients get to know it: one file for libraries, one for readers.
package struct PublishedInterface {
  package let contract: Contract
  /// Where it answers, if that is one address or if one of many is fixed.
  package let address: Address?
  /// Whether it answers at addresses that are made as things are created.
  package let isFace: Bool

  package init(_ contract: Contract, at address: Address?, isFace: Bool) {
    self.contract = contract
    self.address = address
    self.isFace = isFace
  }

  /// Every interface of the chain, each once.
  package static var all: [PublishedInterface] {
    let faces = Contracts.faces.map(\.name)
    let placed = Contracts.placed.map { placed in
      PublishedInterface(
        placed.contract, at: placed.address, isFace: faces.contains(placed.contract.name))
    }
    let others = Contracts.faces.filter { face in
      !placed.contains { $0.contract.name == face.name }
    }
    return placed + others.map { PublishedInterface($0, at: nil, isFace: true) }
  }

  /// What the interface is called in Solidity.
  var solidityName: String { "I\(contract.name)" }

  package var files: [PublishedFile] {
    [
      PublishedFile(name: "\(contract.name).json", text: json),
      PublishedFile(name: "\(solidityName).sol", text: solidity),
    ]
  }
}

extension PublishedInterface {
  /// Where calls go, as one sentence.
  var whereabouts: String {
    switch (address, isFace) {
    case (let address?, false): "Answers at \(address)."
    case (let address?, true): "Answers at \(address), and wherever one is created."
    case (nil, _): "Answers wherever one is created."
    }
  }
}
