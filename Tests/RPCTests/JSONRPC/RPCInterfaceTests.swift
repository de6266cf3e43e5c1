import Codec
import RPC
import TestSupport
import Testing

@Suite struct RPCInterfaceTests {
  private func answer(_ request: String, batchCountMax: Int = 1_000, bytesMax: Int = 1 << 20)
    -> String?
  {
    let interface = RPCInterface(
      SampleMethods.all, batchCountMax: batchCountMax, answerBytesMax: bytesMax)
    let parsed = interface.parse(Array(request.utf8))
    return interface.answer(parsed, context: RPCContext())
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private func error(_ code: Int, _ message: String, id: String = "null") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)"}}"#
  }

  @Test(arguments: [
    "0", "1", "-1", "1.5", "1e3", "9007199254740993", "123456789012345678901234567890", "\"\"",
    "\"a\"", "\"\\u0041\\n\\\"\"", "\"é\"", "null", "-0", "1.0e+2",
  ])
  func `an id comes back byte for byte`(id: String) {
    let request = #"{"jsonrpc":"2.0","id":\#(id),"method":"test_echo","params":["x"]}"#
    #expect(answer(request) == #"{"jsonrpc":"2.0","id":\#(id),"result":"x"}"#)
  }

  @Test(arguments: [
    "[\"x\"]", "{\"value\":\"x\"}", "[\"x\",null]", "{\"value\":\"x\",\"times\":null}",
    "[\"x\",\"0x1\"]", "{\"times\":\"0x1\",\"value\":\"x\"}",
  ])
  func `arguments are given by position or by name`(parameters: String) {
    let request = #"{"jsonrpc":"2.0","id":1,"method":"test_repeat","params":\#(parameters)}"#
    #expect(answer(request) == #"{"jsonrpc":"2.0","id":1,"result":"x"}"#)
  }

  @Test(arguments: [
    ("[]", "missing value for required argument 0"),
    ("{}", "missing value for required argument 0"),
    ("[null]", "missing value for required argument 0"),
    ("[\"x\",\"0x1\",1]", "too many arguments, want at most 2"),
    ("{\"value\":\"x\",\"other\":1}", "unknown argument other"),
    ("[1]", "invalid argument 0: a number where a string is expected"),
    ("[\"x\",\"\"]", "invalid argument 1: empty hex string"),
    ("[\"x\",\"1\"]", "invalid argument 1: hex string without 0x prefix"),
    ("[\"x\",\"0x\"]", "invalid argument 1: hex string \\\"0x\\\""),
    ("[\"x\",\"0x01\"]", "invalid argument 1: hex number with leading zero digits"),
    ("[\"x\",\"0x+1\"]", "invalid argument 1: invalid hex string"),
    ("[\"x\",\"0x1g\"]", "invalid argument 1: invalid hex string"),
    ("[\"x\",\"0x10000000000000000\"]", "invalid argument 1: hex number > 64 bits"),
    ("[\"x\",1]", "invalid argument 1: a number where a string in hex is expected"),
  ])
  func `wrong arguments are told in Geth's words`(parameters: String, message: String) {
    let request = #"{"jsonrpc":"2.0","id":1,"method":"test_repeat","params":\#(parameters)}"#
    #expect(answer(request) == error(-32602, message, id: "1"))
  }

  @Test func `a method that is not there is named`() {
    #expect(
      answer(#"{"jsonrpc":"2.0","id":1,"method":"eth_mine"}"#)
        == error(-32601, "the method eth_mine does not exist/is not available", id: "1"))
    let long = String(repeating: "x", count: 100_000)
    #expect(answer(#"{"jsonrpc":"2.0","id":1,"method":"\#(long)"}"#)?.utf8.count ?? 0 < 300)
  }

  @Test func `a method can refuse, with data`() {
    #expect(
      answer(#"{"jsonrpc":"2.0","id":1,"method":"test_revert"}"#)
        == #"{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted: no","#
        + #""data":"0x08c379a0"}}"#)
  }

  @Test(arguments: [
    "1", "\"a\"", "null", "{}", #"{"jsonrpc":"2.0"}"#, #"{"method":"test_echo"}"#,
    #"{"jsonrpc":"1.0","method":"test_echo"}"#, #"{"jsonrpc":2.0,"method":"test_echo"}"#,
    #"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, #"{"jsonrpc":"2.0","method":"a","params":1}"#,
    #"{"jsonrpc":"2.0","method":"a","id":[]}"#, #"{"jsonrpc":"2.0","method":"a","id":true}"#,
    #"{"jsonrpc":"2.0","method":"a","id":{}}"#, #"{"jsonrpc":"2.0","method":"a","params":true}"#,
  ])
  func `JSON that is no request is answered with a null id`(request: String) {
    #expect(answer(request) == error(-32600, "invalid request"))
    #expect(answer("[\(request)]") == "[\(error(-32600, "invalid request"))]")
  }

  @Test func `the id of what is no request is echoed where it is one`() {
    #expect(answer(#"{"id":7,"method":"a"}"#) == error(-32600, "invalid request", id: "7"))
  }

  @Test(arguments: ["", "{", "[", #"{"jsonrpc":"2.0","id":1,"method":"test_echo","params":["#, "}"])
  func `what is no JSON is a parse error`(request: String) throws {
    let text = try #require(answer(request))
    #expect(text.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"#))
    #expect(text.contains("parse error"))
  }

  @Test func `a member that stands twice is a parse error`() throws {
    let text = try #require(answer(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"test_echo"}"#))
    #expect(text.contains("-32700"))
  }

  @Test func `notifications are done and not answered`() {
    #expect(answer(#"{"jsonrpc":"2.0","method":"test_echo","params":["x"]}"#) == nil)
    #expect(answer(#"{"jsonrpc":"2.0","method":"no_such"}"#) == nil)
    #expect(
      answer(#"[{"jsonrpc":"2.0","method":"test_echo"},{"jsonrpc":"2.0","method":"a"}]"#) == nil)
  }

  @Test func `a batch is answered in its order, without its notifications`() {
    let calls = [
      #"{"jsonrpc":"2.0","id":2,"method":"test_echo","params":["b"]}"#,
      #"{"jsonrpc":"2.0","method":"test_echo","params":["n"]}"#, "1",
      #"{"jsonrpc":"2.0","id":1,"method":"test_echo","params":["a"]}"#,
    ]
    #expect(
      answer("[\(calls.joined(separator: ","))]")
        == #"[{"jsonrpc":"2.0","id":2,"result":"b"},\#(error(-32600, "invalid request")),"#
        + #"{"jsonrpc":"2.0","id":1,"result":"a"}]"#)
  }

  @Test func `a batch has at least one call and at most a thousand`() {
    let call = #"{"jsonrpc":"2.0","id":1,"method":"test_echo","params":["a"]}"#
    func batch(_ count: Int) -> String {
      "[\([String](repeating: call, count: count).joined(separator: ","))]"
    }
    #expect(answer("[]") == error(-32600, "empty batch"))
    #expect(answer(batch(1_001)) == error(-32600, "batch too large"))
    #expect(answer(batch(1_000))?.hasSuffix(#""result":"a"}]"#) == true)
    #expect(answer(batch(3), batchCountMax: 2) == error(-32600, "batch too large"))
  }

  @Test func `an answer that is too large is replaced by an error`() throws {
    let call = #"{"jsonrpc":"2.0","id":1,"method":"test_repeat","params":["0123456789","0x40"]}"#
    #expect(answer(call, bytesMax: 500) == error(-32003, "response too large", id: "1"))
    let small = #"{"jsonrpc":"2.0","id":2,"method":"test_echo","params":["a"]}"#
    let text = try #require(answer("[\(small),\(call),\(small)]", bytesMax: 500))
    // What fits is answered, and nothing is left out.
    #expect(
      text == #"[{"jsonrpc":"2.0","id":2,"result":"a"},"#
        + error(-32003, "response too large", id: "1")
        + #",{"jsonrpc":"2.0","id":2,"result":"a"}]"#)
  }

  @Test func `the methods list themselves with their declarations`() throws {
    let text = try #require(answer(#"{"jsonrpc":"2.0","id":1,"method":"rpc_methods"}"#))
    guard case .object(let answer) = try JSONValue(parsing: Array(text.utf8)),
      case .array(let methods)? = answer["result"]
    else { throw Absent() }
    let names = methods.map { method -> JSONValue? in
      guard case .object(let method) = method else { return nil }
      return method["name"]
    }
    #expect(
      names == [
        "rpc_methods", "rpc_modules", "test_echo", "test_repeat", "test_revert", "test_slow",
      ])
    #expect(methods.contains(SampleMethods.all[1].description))
    #expect(
      self.answer(#"{"jsonrpc":"2.0","id":1,"method":"rpc_modules"}"#)
        == #"{"jsonrpc":"2.0","id":1,"result":{"rpc":"1.0","test":"1.0"}}"#)
  }

  @Test func `the examples of the declarations are true`() throws {
    let interface = RPCInterface(SampleMethods.all)
    for method in SampleMethods.all where method.name != "test_revert" {
      let request: JSONValue = [
        "jsonrpc": "2.0", "id": 1, "method": .string(method.name),
        "params": .array(method.example.arguments),
      ]
      let parsed = interface.parse(request.compactBytes)
      let answer = try #require(interface.answer(parsed, context: RPCContext()))
      let expected: JSONValue = ["jsonrpc": "2.0", "id": 1, "result": method.example.answer]
      #expect(try JSONValue(parsing: answer) == expected)
    }
  }

  @Test func `no truncation, flip or extra byte of a request does harm`() throws {
    let request = Array(
      #"[{"jsonrpc":"2.0","id":"a\u0041","method":"test_repeat","params":{"value":"x"}}]"#.utf8)
    let interface = RPCInterface(SampleMethods.all)
    let violations = Rejection.violations(of: request) { span in
      let bytes = [UInt8](copying: span)
      guard let answer = interface.answer(interface.parse(bytes), context: RPCContext()) else {
        return bytes
      }
      // Whatever was asked, the answer is JSON; a request cut short is refused.
      guard let value = try? JSONValue(parsing: answer) else { return [] }
      if case .object(let object) = value, object["error"] != nil { return nil }
      return bytes
    }
    #expect(violations.isEmpty)
  }
}
