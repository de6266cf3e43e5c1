import Chain
import Testing

@Suite struct `Endpoints of nodes` {
  private static let id = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

  @Test(arguments: ["example.org:20480", "127.0.0.1:1", "[2001:db8::1]:65535"])
  func `are read as they are written`(place: String) throws {
    let text = "\(Self.id)@\(place)"
    let endpoint = try #require(PeerEndpoint(text))
    #expect(endpoint.description == text)
    #expect(endpoint.nodeID.description == Self.id)
  }

  @Test func `have their parts`() throws {
    let endpoint = try #require(PeerEndpoint("\(Self.id)@[::1]:7"))
    #expect(endpoint.host == "::1")
    #expect(endpoint.port == 7)
  }

  @Test(arguments: [
    "", "@", ":", "@:", "127.0.0.1:1", "0x12@127.0.0.1:1", "\(id)@", "\(id)@:1", "\(id)@host",
    "\(id)@host:", "\(id)@host:0", "\(id)@host:65536", "\(id)@host:-1", "\(id)@ho st:1",
    "\(id)@host\n:1", "\(id)@[]:1", "\(id)@::1:1", "\(id)@hö.de:1", "\(id):1@host",
    "\(id)@" + String(repeating: "a", count: 300) + ":1",
  ])
  func `are refused when they are none`(text: String) {
    #expect(PeerEndpoint(text) == nil)
  }
}
