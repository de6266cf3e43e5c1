import Chain
import Codec
import Cryptography
import Replica
import TestSupport
import Testing

@Suite struct `What peers are told of final blocks` {
  /// Blocks from height 1 on, some of them with certificates of their own.
  private struct Chain: FinalChain {
    let blocks: [Block]
    let certified: Set<Height>

    init(epochs: [UInt64], certified: Set<Height>) throws {
      var random = SplitMix64(seed: 4)
      let empty = try Body([])
      var parent = random.digest()
      blocks = try epochs.enumerated().map { place, epoch in
        var header = Header.arbitrary(from: &random)
        header.parentHash = parent
        header.height = Height(UInt64(place) + 1)
        header.epoch = Epoch(epoch)
        header.transactionsRoot = empty.root
        header.transactionCount = 0
        parent = header.hash
        return try Block(header: header, body: empty)
      }
      self.certified = certified
    }

    func block(at height: Height) -> Block? {
      let place = Int(height.units) - 1
      return blocks.indices.contains(place) ? blocks[place] : nil
    }

    func header(at height: Height) -> Header? { block(at: height)?.header }

    func certificate(at height: Height) -> Certificate? {
      guard certified.contains(height), let header = header(at: height) else { return nil }
      let candidate = Statement.Candidate(parentView: View(1), block: header.hash)
      return Certificate(
        statement: Statement(
          epoch: header.epoch, view: View(2), content: .finalize(candidate)),
        setCount: 1, signatures: SortedMap<Int, Signature>())
    }

    func end(of epoch: Epoch) -> EpochEnd? { nil }
  }

  private func heights(_ range: BlockRange?) -> [UInt64]? {
    range?.blocks.map(\.header.height.units)
  }

  @Test func `end with the last block that has a certificate`() throws {
    let chain = try Chain(epochs: [1, 1, 1, 1], certified: [Height(1), Height(3)])
    #expect(heights(chain.range(of: Height(1)...Height(4))) == [1, 2, 3])
    #expect(heights(chain.range(of: Height(1)...Height(2))) == [1])
  }

  @Test func `go on to the next certificate, so that a gap of one block has an answer`() throws {
    let chain = try Chain(epochs: [1, 1, 1, 1], certified: [Height(1), Height(4)])
    #expect(heights(chain.range(of: Height(2)...Height(2))) == [2, 3, 4])
  }

  @Test func `stay in one epoch, and within what is here`() throws {
    let chain = try Chain(epochs: [1, 1, 2, 2], certified: [Height(2), Height(4)])
    #expect(heights(chain.range(of: Height(1)...Height(4))) == [1, 2])
    #expect(heights(chain.range(of: Height(3)...Height(9))) == [3, 4])
    #expect(heights(chain.range(of: Height(5)...Height(9))) == nil)
    let bare = try Chain(epochs: [1, 1], certified: [])
    #expect(heights(bare.range(of: Height(1)...Height(2))) == nil)
  }
}
