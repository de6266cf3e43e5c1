import Chain
package import Consensus
import Cryptography

extension Standing: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let all: [Standing] = [.trusted, .inquiring, .quarantined(since: .arbitrary(from: &random))]
    return all[random.number(in: 0...2)]
  }
}

extension JournalRecord: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let network = Network(
      chainID: ChainID(random.unsigned()), genesisHash: .arbitrary(from: &random))
    return switch random.number(in: 1...8) {
    case 1:
      .opening(
        JournalOpening(
          identity: .arbitrary(from: &random), key: .arbitrary(from: &random),
          network: random.happens(oneIn: 2) ? network : nil, epoch: .arbitrary(from: &random),
          standing: .arbitrary(from: &random)))
    case 2: .binding(network)
    case 3: .vote(.arbitrary(from: &random))
    case 4: .recalled(.arbitrary(from: &random))
    case 5: .certificate(.arbitrary(from: &random))
    case 6: .closed(.arbitrary(from: &random))
    case 7: .standing(.arbitrary(from: &random))
    default: .acceptance(.arbitrary(from: &random))
    }
  }
}
