import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import TestSupport

/// A light client that is shown the chain of a world, and forgeries of it.
extension ReplicaWorld {
  /// Shows the chain of an honest node to a client that begins with genesis: it accepts exactly
  /// that.
  func followClosingBlocks() {
    guard
      var client = try? LightClient(
        genesis: genesis.header, network: network,
        epochLengthMilliseconds: plan.epochLengthMilliseconds)
    else { return checks.fail("a light client cannot begin with genesis") }
    let stores = honest.map { machines[$0.index].home.store }
    let last = stores.map(\.anchor).max { $0.height < $1.height } ?? genesis.header
    while client.epoch <= last.epoch {
      let ends = stores.compactMap { $0.end(of: client.epoch) }
      guard let (header, certificate) = ends.first.map({ ($0.closing, $0.certificate) }),
        let set = checks.sets[header.epoch.units]
      else { return checks.fail("nobody can show how epoch \(client.epoch) ended") }
      checkEnds(ends, at: last)
      for store in stores {
        guard let height = header.height.previous, let before = store.header(at: height),
          let other = store.certificate(at: before.height), before.epoch == header.epoch
        else { continue }
        expectRefusal("a block within its epoch", before, other, set, by: client)
      }
      tryForgeries(of: header, certificate, set, by: client)
      do throws(LightClientError) {
        try client.follow(header, certificate: certificate, set: set)
      } catch {
        return checks.fail("a light client refuses height \(header.height): \(error)")
      }
    }
    if client.closing != last {
      checks.fail("a light client comes to height \(client.closing.height) and no further")
    }
  }

  /// Everybody who was there can show it, whether or not he has the blocks; all show the same.
  private func checkEnds(_ ends: [EpochEnd], at last: Header) {
    let epoch = ends[0].closing.epoch
    for node in honest where node.replica.engine.plan.epoch > epoch {
      guard let end = machines[node.index].home.store.end(of: epoch) else {
        checks.fail("node \(node.index) cannot show how epoch \(epoch) ended")
        continue
      }
      if end.closing != ends[0].closing || end.nextSet != checks.sets[epoch.next.units] {
        checks.fail("node \(node.index) shows another end of epoch \(epoch)")
      }
    }
  }

  private func tryForgeries(
    of header: Header, _ certificate: Certificate, _ set: ValidatorSet, by client: LightClient
  ) {
    var changed = header
    changed.time = Timestamp(header.time.units + 1)
    expectRefusal("another time", changed, certificate, set, by: client)
    changed = header
    changed.executedStateRoot = random.digest()
    expectRefusal("another state", changed, certificate, set, by: client)
    changed = header
    changed.nextValidatorSetHash = random.digest()
    expectRefusal("another set to come", changed, certificate, set, by: client)
    var whole = SortedMap<Int, Signature>()
    for (place, vote) in certificate.votes { whole[place] = vote.signature }
    for (place, signature) in whole {
      var signatures = whole
      signatures[place] = nil
      let power = signatures.reduce(0) { $0 + set.members[$1.key].power.units }
      if power < set.quorum.units {
        let fewer = Certificate(
          statement: certificate.statement, setCount: set.members.count, signatures: signatures)
        expectRefusal("less than a quorum", header, fewer, set, by: client)
      }
      var bytes = signature.bytes.array
      // The first bit of the second half only helps to recover a key, which is known here.
      bytes[random.number(in: 0...63)] ^= 1 << UInt8(random.number(in: 0...6))
      guard let raw = FixedBytes<64>(bytes), let forged = try? Signature(raw) else { continue }
      signatures[place] = forged
      let other = Certificate(
        statement: certificate.statement, setCount: set.members.count, signatures: signatures)
      expectRefusal("a false signature", header, other, set, by: client)
    }
    guard let key = machines.first?.key,
      let mine = try? ValidatorSet([
        Validator(account: key.account, key: key.publicKey, power: Power(1))
      ]), mine != set
    else { return }
    expectRefusal("a set of its own", header, certificate, mine, by: client)
  }

  private func expectRefusal(
    _ what: String, _ header: Header, _ certificate: Certificate, _ set: ValidatorSet,
    by client: LightClient
  ) {
    var client = client
    if (try? client.follow(header, certificate: certificate, set: set)) != nil {
      checks.fail("a light client takes \(what) at height \(header.height)")
    }
  }
}
