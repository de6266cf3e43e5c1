import Chain
import Codec
import Cryptography
import RPC
import Testing

@Suite struct ParameterTests {
  private func reason<Value>(_ type: RPCType<Value>, _ json: JSONValue) -> String? {
    do throws(RPCFormError) {
      _ = try type.read(json)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `a block is named by height, tag, hash or object`() throws {
    let text = "0x" + String(repeating: "ab", count: 32)
    let hash = Digest(FixedBytes(storage: InlineArray(repeating: 0xAB)))
    let type = RPCType<BlockReference>.block
    for tag in ["latest", "safe", "finalized"] {
      #expect(try type.read(.string(tag)) == .latest)
    }
    #expect(try type.read("pending") == .pending)
    #expect(try type.read("earliest") == .height(0))
    #expect(try type.read("0x1b4") == .height(436))
    #expect(try type.read(.string(text)) == .hash(hash))
    #expect(try type.read(["blockHash": .string(text), "requireCanonical": true]) == .hash(hash))
    #expect(try type.read(["blockNumber": "0x2"]) == .height(2))
    for wrong: JSONValue in ["0x01", "newest", 5, nil, [], [:], ["blockNumber": "0x"], "0x1g"] {
      #expect(reason(type, wrong) != nil, "\(wrong)")
    }
  }

  @Test func `calldata comes by either name, and not by both if they differ`() throws {
    let to = JSONValue.string("0x" + String(repeating: "11", count: 20))
    let type = RPCType<CallRequest>.call
    #expect(try type.read(["to": to, "data": "0x01"]).data == [1])
    #expect(try type.read(["to": to, "input": "0x01", "data": "0x01"]).data == [1])
    #expect(try type.read(["to": to, "value": "0xff", "gas": nil]).value == Wei(255))
    #expect(reason(type, ["to": to, "input": "0x01", "data": "0x02"])?.contains("both") == true)
    #expect(reason(type, ["data": "0x01"])?.contains("contracts cannot be created") == true)
    #expect(reason(type, ["to": to, "value": "1"]) == "value: hex string without 0x prefix")
  }

  @Test func `a filter of logs has alternatives at each place`() throws {
    let address = Address(FixedBytes(storage: InlineArray(repeating: 1)))
    let topics = (0..<3).map { Digest(FixedBytes(storage: InlineArray(repeating: UInt8($0)))) }
    let log = Log(address: address, topics: [topics[0], topics[1]], data: [])
    func matches(_ json: JSONValue) throws -> Bool {
      try RPCType<LogFilterRequest>.logFilter.read(json).matches(log)
    }
    let texts = topics.map { JSONValue.string("\($0)") }
    #expect(try matches([:]))
    #expect(try matches(["topics": [nil, texts[1]]]))
    #expect(try matches(["topics": [[texts[2], texts[0]]]]))
    #expect(try matches(["address": .string("\(address)"), "topics": []]))
    #expect(try matches(["address": [.string("\(address)")]]))
    #expect(try !matches(["topics": [texts[1]]]))
    #expect(try !matches(["topics": [nil, nil, nil]]))
    #expect(try !matches(["address": .string("0x" + String(repeating: "02", count: 20))]))
    for wrong: JSONValue in [
      ["blockHash": texts[0], "fromBlock": "0x1"], ["topics": "0x"], ["address": 3],
      ["topics": [nil, nil, nil, nil, nil]], [],
    ] {
      #expect(reason(.logFilter, wrong) != nil, "\(wrong)")
    }
  }
}
