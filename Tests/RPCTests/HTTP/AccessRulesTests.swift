import RPC
import Testing

@Suite struct AccessRulesTests {
  @Test(arguments: [
    ("localhost", true), ("LOCALHOST:8545", true), ("127.0.0.1:8545", true), ("[::1]:80", true),
    ("192.168.1.7", true), ("[2001:db8::1]:80", true), ("node.localhost", true),
    ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
    ("", false), ("256.0.0.1", false), ("1.2.3", false), ("127.0.0.1x", false),
  ])
  func `an address cannot be rebound, and a name can`(host: String, isAllowed: Bool) {
    #expect(AccessRules().allows(host: host) == isAllowed)
  }

  @Test(arguments: [
    ("http://localhost:3000", true), ("https://127.0.0.1", true), ("http://[::1]:1", true),
    ("chrome-extension://abc", true), ("http://10.0.0.1:8545", true), ("null", false),
    ("https://evil.example", false), ("http://localhost.evil.example", false), ("", false),
    ("file://", false), ("http://10.0.0.2:8545", false),
  ])
  func `pages of this host and machine are trusted`(origin: String, isAllowed: Bool) {
    #expect(AccessRules().allows(origin: origin, host: "10.0.0.1:8545") == isAllowed)
  }

  @Test func `what is listed is allowed`() {
    let rules = AccessRules(hosts: ["Node.example"], origins: ["https://App.example"])
    #expect(rules.allows(host: "node.example:443"))
    #expect(!rules.allows(host: "other.example"))
    #expect(rules.allows(origin: "https://app.example", host: nil))
    #expect(!rules.allows(origin: "http://app.example", host: nil))
    let open = AccessRules(hosts: ["*"], origins: ["*"])
    #expect(open.allows(host: "any.example") && open.allows(origin: "null", host: nil))
  }
}
