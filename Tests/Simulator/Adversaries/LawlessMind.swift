import Chain
import Consensus
import Cryptography
import TestSupport

/// Decides what a proposer without rules sends: as a leader other blocks than those it built, as a
/// voter votes for views that nobody is in, and proposals for those that others lead.
struct LawlessMind {
  /// How the block differs from one that may be proposed.
  private enum Offence: CaseIterable {
    case notLater
    case early
    case wrongHeight
    case wrongProposer
    case wrongSets
    case wrongRoot
    case wrongExecutedHeight
    case foreignParent
    case uncertifiedParent
    case gap
    case invalidBody
    case noBody
    case farView
    case onClosing
    case repetition
  }

  private struct Offer {
    let proposal: Proposal
    let body: Block?
  }

  private let key: ValidatorKey
  private var random: SplitMix64
  /// What goes out in place of each proposal, to everybody the same.
  private var offers: [Statement: Offer] = [:]
  /// What it proposes in views that others lead.
  private var usurped: [Statement: Offer] = [:]

  init(key: ValidatorKey, seed: UInt64) {
    self.key = key
    random = SplitMix64(seed: seed)
  }

  mutating func messages(insteadOf message: NodeMessage, in world: World) -> [NodeMessage] {
    guard case .consensus(let epoch, let inner, let body) = message else { return [message] }
    switch inner {
    case .proposal(let proposal):
      guard let body, let offer = offer(insteadOf: proposal, body, in: world) else {
        return [message]
      }
      return [.consensus(epoch, .proposal(offer.proposal), body: offer.body)]
    case .vote(let own, let place):
      return [message] + strays(beside: own, of: place, in: world)
    case .certificate, .request: return [message]
    }
  }

  // MARK: As a leader

  private mutating func offer(
    insteadOf proposal: Proposal, _ body: Block, in world: World
  ) -> Offer? {
    let statement = proposal.vote.statement
    if let known = offers[statement] { return known }
    guard let node = running(in: world), let candidate = statement.candidate,
      !random.happens(oneIn: 4)
    else { return nil }
    let offence = Offence.allCases[random.number(in: 0...(Offence.allCases.count - 1))]
    var parentView = candidate.parentView
    var view = statement.view
    var header = proposal.header
    var transactions = body.body.transactions
    let isRepetition = header.view != view
    if isRepetition || offence == .repetition || offence == .onClosing {
      guard let closing = isRepetition ? header : closing(in: node) else { return nil }
      header = closing
      if offence == .onClosing || isRepetition && random.happens(oneIn: 2) {
        header = extending(closing, certifiedIn: parentView, at: view, node)
        transactions = []
      } else {
        parentView = View(UInt64(random.number(in: 0...Int(view.units - 1))))
        transactions = node.blocks[closing.hash]?.body.transactions ?? transactions
      }
    } else {
      change(&header, &parentView, &view, &transactions, by: offence, node)
    }
    guard let content = try? Body(transactions) else { return nil }
    if header.view == view || offence == .invalidBody {
      header.transactionsRoot = content.root
      header.transactionCount = UInt32(transactions.count)
    }
    guard let block = try? Block(header: header, body: content) else { return nil }
    let offer = offer(block, in: view, of: statement.epoch, parentView: parentView, in: world)
    let isHidden = offence == .noBody
    if !isHidden { node.blocks[header.hash] = block }
    offers[statement] = isHidden ? Offer(proposal: offer.proposal, body: nil) : offer
    return offers[statement]
  }

  private mutating func change(
    _ header: inout Header, _ parentView: inout View, _ view: inout View,
    _ transactions: inout [[UInt8]], by offence: Offence, _ node: RunningNode
  ) {
    let parent = node.blocks[header.parentHash]?.header ?? node.plan.anchor
    switch offence {
    case .notLater: header.time = parent.time
    case .early:
      header.time = Timestamp(header.time.units + UInt64(random.number(in: 800...20_000)))
    case .wrongHeight: header.height = header.height.next
    case .wrongProposer:
      let members = node.plan.set.members
      header.proposer = members[random.number(in: 0...(members.count - 1))].account
    case .wrongSets: swap(&header.validatorSetHash, &header.nextValidatorSetHash)
    case .wrongRoot: header.executedStateRoot = random.digest()
    case .wrongExecutedHeight:
      header.executedHeight = Height(header.executedHeight.units + UInt64(random.number(in: 1...9)))
    case .foreignParent: header.parentHash = random.digest()
    case .uncertifiedParent:
      // The body is known to all, and its view is one that nothing was certified in.
      header.parentHash = parent.parentHash
      header.height = parent.height
    case .gap:
      guard parent.epoch == node.plan.epoch else { return }
      parentView = parent.parentView
      header.parentView = parentView
      header.parentHash = parent.parentHash
      header.height = parent.height
      header.executedHeight = parent.executedHeight
      header.executedStateRoot = parent.executedStateRoot
    case .invalidBody: transactions.append([ChainRules.poison])
    case .farView:
      let own = node.plan.set.index(of: key.publicKey)
      let from = view.units + UInt64(random.number(in: 3...3_000))
      for units in from...(from + 1_024) where node.plan.leader(of: View(units)) == own {
        view = View(units)
        header.view = view
        return
      }
    case .noBody, .onClosing, .repetition: break
    }
  }

  /// A closing block of the epoch under way that it has heard of.
  private func closing(in node: RunningNode) -> Header? {
    node.blocks.values.map(\.header)
      .filter { $0.epoch == node.plan.epoch && node.plan.isClosing($0) }
      .min { ($0.view, $0.hash) < ($1.view, $1.hash) }
  }

  /// A block that would follow the rules if its parent could be built on.
  private func extending(
    _ parent: Header, certifiedIn parentView: View, at view: View, _ node: RunningNode
  ) -> Header {
    var header = parent
    header.height = parent.height.next
    header.view = view
    header.parentView = parentView
    header.parentHash = parent.hash
    header.time = parent.time.next
    header.proposer = node.plan.set.members[node.plan.leader(of: view)].account
    return header
  }

  private func offer(
    _ block: Block, in view: View, of epoch: Epoch, parentView: View, in world: World
  ) -> Offer {
    let candidate = Statement.Candidate(parentView: parentView, block: block.header.hash)
    let statement = Statement(epoch: epoch, view: view, content: .notarize(candidate))
    let vote = key.vote(statement, on: world.rules.network)
    return Offer(proposal: Proposal(header: block.header, vote: vote), body: block)
  }

  // MARK: As a voter

  private mutating func strays(
    beside own: Vote, of place: Int, in world: World
  ) -> [NodeMessage] {
    let statement = own.statement
    var strays: [NodeMessage] = []
    if random.happens(oneIn: 6) {
      let view = View(statement.view.units + UInt64(random.number(in: 2...5_000)))
      let far = Statement(epoch: statement.epoch, view: view, content: statement.content)
      let vote = key.vote(far, on: world.rules.network)
      strays.append(.consensus(statement.epoch, .vote(vote, by: place), body: nil))
    }
    if let offer = usurpation(beside: statement, in: world), let body = offer.body {
      strays.append(
        .consensus(statement.epoch, .vote(offer.proposal.vote, by: place), body: nil))
      strays.append(.block(body))
    }
    return strays
  }

  /// A sound block of the next view, whoever leads it.
  private mutating func usurpation(beside statement: Statement, in world: World) -> Offer? {
    if let known = usurped[statement] { return known }
    guard case .notarize(let candidate) = statement.content, let node = running(in: world),
      statement.epoch == node.plan.epoch, let parent = node.blocks[candidate.block]?.header,
      parent.view == statement.view, let body = try? Body([])
    else { return nil }
    let view = statement.view.next
    var header = extending(parent, certifiedIn: statement.view, at: view, node)
    header.transactionsRoot = body.root
    header.transactionCount = 0
    guard let block = try? Block(header: header, body: body) else { return nil }
    node.blocks[header.hash] = block
    let offer = offer(
      block, in: view, of: statement.epoch, parentView: statement.view, in: world)
    usurped[statement] = offer
    return offer
  }

  private func running(in world: World) -> RunningNode? {
    world.machines.first { $0.key.publicKey == key.publicKey }?.running
  }
}
