import Chain
import Cryptography
import Ledger
import Replica
import TestSupport

/// What goes wrong, and what clients do, until the world heals.
extension ReplicaWorld {
  func fault() {
    guard !hasHealed else { return }
    schedule(
      .fault, after: UInt64(random.number(in: 1...(2 * plan.faultIntervalMilliseconds))))
    let node = random.number(in: 0...(machines.count - 1))
    let machine = machines[node]
    switch random.number(in: 0...9) {
    case 0, 1:
      links.partition = .drawn(nodes: machines.count, from: &random)
      schedule(.mend, after: UInt64(random.number(in: 50...2_000)))
    case 2: links.clog(node, until: now + UInt64(random.number(in: 20...1_500)))
    case 3: machine.pausedUntil = now + UInt64(random.number(in: 20...1_500))
    case 4: machine.clock.offsetMilliseconds = Int64(random.number(in: -400...400))
    case 5, 6, 7: machine.stepsToCrash = random.number(in: 0...80)
    case 8:
      if random.happens(oneIn: 3) {
        for each in machines { each.stepsToCrash = random.number(in: 0...100) }
      }
    default:
      if machines.count > 1 { disconnect(node, (node + 1) % machines.count) }
    }
  }

  /// A client hands some node a transaction.
  func submit() {
    guard isSubmitting else { return }
    schedule(
      .submit, after: UInt64(random.number(in: 1...(2 * plan.submitIntervalMilliseconds))))
    let node = random.number(in: 0...(machines.count - 1))
    guard let running = machines[node].running, machines[node].pausedUntil <= now else { return }
    let number = random.number(in: 0...(clients.count - 1))
    var client = clients[number]
    client.nonce = running.replica.nextNonce(of: client.address)
    // Now and then a gap, or another transaction in the place of one that waits.
    if random.happens(oneIn: 12) {
      client.nonce += 2
    } else if client.nonce > 0, random.happens(oneIn: 10) {
      client.nonce -= 1
    }
    let tip = Wei(UInt128(random.number(in: 0...3)) * 1_000_000_000)
    let call = randomCall()
    guard
      let transaction = try? client.sign(
        to: call.recipient, value: call.value, data: call.data,
        maxFee: Wei(gwei: UInt64(random.number(in: 4...60))), tip: tip)
    else { return }
    running.asked[transaction.message.hash] = transaction
    running.learn(.submitted(transaction))
  }

  private func randomCall() -> (recipient: Address, value: Wei, data: [UInt8]) {
    let value =
      random.happens(oneIn: 2) ? Wei.zero : Wei(UInt128(random.number(in: 1...1_000_000_000)))
    guard random.happens(oneIn: 2) else {
      return (calldata.addresses[random.number(in: 0...(calldata.addresses.count - 1))], value, [])
    }
    let placed = Contracts.placed[random.number(in: 0...(Contracts.placed.count - 1))]
    let methods = placed.contract.methods
    let method = methods[random.number(in: 0...(methods.count - 1))]
    let data = calldata.data(selector: method.selector, inputs: method.inputs, from: &random)
    return (placed.address, value, data)
  }
}
