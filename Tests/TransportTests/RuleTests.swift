import Chain
import Codec
import Sockets
import TestSupport
import Testing
import Transport

/// Whom to dial, whom to let in, and which of two connections stays: without a socket.
@Suite struct RuleTests {
  private let limits = TransportLimits()
  private var random = SplitMix64(seed: 1)

  private func endpoint(_ byte: UInt8, port: UInt16 = 1) -> PeerEndpoint {
    PeerEndpoint(nodeID: Address(.init(repeating: byte)), host: "10.0.0.1", port: port)
  }

  @Test mutating func `attempts come less and less often, and soon again after a good connection`()
  {
    var plan = DialPlan(own: .zero, limits: limits)
    plan.update(configured: [endpoint(1)], registered: [], at: .zero)
    var now = Duration.zero
    var times: [Duration] = []
    for _ in 0..<12 {
      #expect(plan.due(at: now, registeredMax: nil) { _ in false } == [endpoint(1)])
      #expect(plan.due(at: now, registeredMax: nil) { _ in false }.isEmpty)
      let time = plan.failed(endpoint(1), isLasting: false, at: now, random: &random)
      times.append(time)
      #expect(plan.due(at: now + time * 0.99, registeredMax: nil) { _ in false }.isEmpty)
      now += time
    }
    #expect(times[0] <= .milliseconds(250) && times[0] >= .milliseconds(125))
    #expect(times[4] >= .seconds(2))
    #expect(times[11] <= .seconds(30) && times[11] >= .seconds(15))
    #expect(plan.due(at: now, registeredMax: nil) { _ in false } == [endpoint(1)])
    plan.succeeded(endpoint(1))
    #expect(plan.due(at: now + .seconds(60), registeredMax: nil) { _ in true }.isEmpty)
    plan.ended(
      endpoint(1).nodeID, after: .seconds(60), isLasting: false, at: now + .seconds(60),
      random: &random)
    #expect(
      plan.due(at: now + .seconds(60.25), registeredMax: nil) { _ in false } == [endpoint(1)])
  }

  @Test mutating func `what cannot change soon is tried as seldom as possible`() {
    var plan = DialPlan(own: .zero, limits: limits)
    plan.update(configured: [endpoint(1)], registered: [], at: .zero)
    _ = plan.due(at: .zero, registeredMax: nil) { _ in false }
    #expect(
      plan.failed(endpoint(1), isLasting: true, at: .zero, random: &random) >= .seconds(15))
  }

  @Test func `nobody dials itself`() {
    var plan = DialPlan(own: endpoint(1).nodeID, limits: limits)
    let elsewhere = endpoint(2)
    plan.update(configured: [endpoint(1), elsewhere], registered: [], at: .zero)
    #expect(plan.due(at: .zero, registeredMax: nil) { _ in false } == [elsewhere])
    plan.leadsHome(elsewhere)
    plan.update(configured: [endpoint(1), elsewhere], registered: [elsewhere], at: .zero)
    #expect(plan.due(at: .seconds(99), registeredMax: nil) { _ in false }.isEmpty)
  }

  @Test func `one node with two endpoints is dialled at one of them at a time`() {
    var plan = DialPlan(own: .zero, limits: limits)
    plan.update(configured: [endpoint(1)], registered: [endpoint(1, port: 2)], at: .zero)
    #expect(plan.due(at: .zero, registeredMax: nil) { _ in false }.count == 1)
    #expect(plan.due(at: .zero, registeredMax: nil) { _ in false }.isEmpty)
  }

  @Test func `a follower dials some of the registered endpoints, a validator all`() {
    let registered = (UInt8(1)...20).map { endpoint($0) }
    var plan = DialPlan(own: .zero, limits: limits)
    plan.update(configured: [endpoint(99)], registered: registered, at: .zero)
    let connected = Set(registered.prefix(3).map(\.nodeID))
    let some = plan.due(at: .zero, registeredMax: 10) { connected.contains($0) }
    #expect(some.count == 1 + 7)
    #expect(plan.due(at: .zero, registeredMax: nil) { connected.contains($0) }.count == 10)
  }

  @Test func `of two connections both ends keep the one that the lower id dialled`() {
    let (low, high) = (Address(.init(repeating: 1)), Address(.init(repeating: 2)))
    // The low id's dial is the old connection, then the new one.
    for isLowOld in [true, false] {
      let atLow = Rivalry.judge(
        own: low, other: high, oldIsInbound: !isLowOld, newIsInbound: isLowOld, oldIsFresh: true)
      let atHigh = Rivalry.judge(
        own: high, other: low, oldIsInbound: isLowOld, newIsInbound: !isLowOld, oldIsFresh: true)
      #expect(atLow == atHigh)
      #expect(atLow == (isLowOld ? .keepOld : .takeNew))
    }
    #expect(
      Rivalry.judge(
        own: low, other: high, oldIsInbound: true, newIsInbound: true, oldIsFresh: true)
        == .askOld)
    #expect(
      Rivalry.judge(
        own: low, other: high, oldIsInbound: true, newIsInbound: false, oldIsFresh: false)
        == .askOld)
  }

  @Test func `bans grow, end, and are bounded in number`() {
    var bans = Bans(limits: limits)
    let id = Address(.init(repeating: 1))
    var now = Duration.zero
    var last = Duration.zero
    for _ in 0..<12 {
      let time = bans.ban(id, at: now)
      #expect(time == min(last == .zero ? .seconds(600) : last * 2, .seconds(24 * 3_600)))
      #expect(bans.isBanned(id, at: now + time - .seconds(1)))
      #expect(!bans.isBanned(id, at: now + time))
      now += time
      last = time
    }
    #expect(bans.ban(id, at: now + .seconds(25 * 3_600)) == .seconds(600))
    var random = SplitMix64(seed: 2)
    for _ in 0..<(Bans.countMax + 100) { _ = bans.ban(random.address(), at: now) }
    #expect(bans.count <= Bans.countMax)
  }

  @Test func `an address may have few connections and begin few handshakes`() throws {
    var admission = Admission(limits: limits)
    let address = try #require(SocketAddress("10.0.0.1", port: 1))
    for _ in 0..<3 { #expect(admission.admit(address, at: .zero) == nil) }
    #expect(admission.admit(address, at: .zero)?.contains("at most 3") == true)
    for _ in 0..<2 {
      admission.settled()
      admission.closed(address)
      #expect(admission.admit(address, at: .zero) == nil)
    }
    admission.settled()
    admission.closed(address)
    #expect(admission.admit(address, at: .zero)?.contains("handshakes") == true)
    #expect(admission.admit(address, at: .seconds(1)) == nil)
    let other = try #require(SocketAddress("10.0.0.2", port: 1))
    #expect(admission.admit(other, at: .zero) == nil)
  }

  @Test func `this machine's own address may have as many as there are places`() throws {
    var admission = Admission(limits: limits)
    let address = try #require(SocketAddress("127.0.0.1", port: 1))
    for _ in 0..<limits.halfOpenCountMax { #expect(admission.admit(address, at: .zero) == nil) }
    #expect(admission.admit(address, at: .zero)?.contains("have not shown") == true)
    admission.settled()
    #expect(admission.admit(address, at: .zero) == nil)
  }

  @Test func `one network has some of the places for guests and not all`() throws {
    func address(_ text: String) throws -> SocketAddress {
      try #require(SocketAddress(text, port: 1))
    }
    var guests = try (1...10).map { try address("10.0.0.\($0)") }
    let neighbour = try address("10.0.0.77")
    let refusal = GuestPlaces.refusal(of: neighbour, beside: guests, limits: limits)
    #expect(refusal?.contains("all 10 places for its network") == true)
    #expect(
      GuestPlaces.refusal(of: neighbour, beside: Array(guests.dropLast()), limits: limits) == nil)
    #expect(
      try GuestPlaces.refusal(of: address("10.0.1.77"), beside: guests, limits: limits) == nil)
    guests = try (1...10).map { try address("2001:db8:1:\($0)::1") }
    for (text, isRefused) in [("2001:db8:1:aa::1", true), ("2001:db8:2:1::1", false)] {
      let reason = try GuestPlaces.refusal(of: address(text), beside: guests, limits: limits)
      #expect((reason != nil) == isRefused)
    }
    guests = try (1...40).map { try address("127.0.0.\($0)") }
    let local = try address("127.0.0.1")
    #expect(GuestPlaces.refusal(of: local, beside: Array(guests.dropLast()), limits: limits) == nil)
    #expect(
      GuestPlaces.refusal(of: local, beside: guests, limits: limits) == "all 40 places are taken")
  }

  @Test func `addresses that are forgotten make room for others`() throws {
    var admission = Admission(limits: limits)
    for index in 0..<(Admission.hostCountMax + 10) {
      let text = "10.\(index >> 16).\(index >> 8 & 255).\(index & 255)"
      let address = try #require(SocketAddress(text, port: 1))
      #expect(admission.admit(address, at: .seconds(index)) == nil)
      admission.settled()
      admission.closed(address)
    }
  }
}
