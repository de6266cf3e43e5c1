/// The methods a server offers, and how a request is answered with them.
package struct RPCInterface: Sendable {
  private let methods: [String: RPCMethod]
  private let batchCountMax: Int
  private let answerBytesMax: Int

  /// Takes the methods, to which it adds those that list them.
  package init(
    _ methods: [RPCMethod], batchCountMax: Int = RPCLimits.batchCountMax,
    answerBytesMax: Int = RPCLimits.answerBytesMax
  ) {
    let all = methods + RPCListing.methods(of: methods)
    self.methods = Dictionary(all.map { ($0.name, $0) }) { first, _ in
      preconditionFailure("\(first.name) is declared once")
    }
    self.batchCountMax = batchCountMax
    self.answerBytesMax = answerBytesMax
  }

  /// What a request asks for, before anything of it is done.
  package struct Request: Sendable {
    fileprivate let form: Form

    fileprivate enum Form: Sendable {
      case single(RPCCall)
      case batch([RPCCall])
      case refused(RPCError)
    }
  }

  /// Reads the text of a request; whatever it is, it is answered by `answer(_:context:)`.
  package func parse(_ bytes: [UInt8]) -> Request {
    do throws(JSONError) {
      var reader = try JSONReader(bytes)
      guard try reader.kind() == .array else {
        let call = try RPCCall(from: &reader)
        try reader.finish()
        return Request(form: .single(call))
      }
      var calls: [RPCCall] = []
      var count = 0
      try reader.readArray { reader throws(JSONError) in
        count += 1
        // What is beyond the limit is still read, for a request is refused as a whole if it is no
        // JSON; it is not kept.
        if count > batchCountMax {
          _ = try reader.skipValue()
        } else {
          calls.append(try RPCCall(from: &reader))
        }
      }
      try reader.finish()
      guard count > 0 else { return Request(form: .refused(.emptyBatch)) }
      guard count <= batchCountMax else { return Request(form: .refused(.batchTooLarge)) }
      return Request(form: .batch(calls))
    } catch {
      let refusal = RPCError.parseError
      return Request(
        form: .refused(RPCError(code: refusal.code, message: "\(refusal.message): \(error)")))
    }
  }

  /// Whether answering takes no longer than handing the request to another thread would.
  package func isInstant(_ request: Request) -> Bool {
    switch request.form {
    case .single(let call):
      guard case .success(let content) = call.content else { return true }
      guard let method = methods[content.method] else { return true }
      switch method.effort {
      case .instant: return true
      case .work: return false
      }
    case .batch: return false
    case .refused: return true
    }
  }

  /// The answer, or nothing if nobody waits for one.
  package func answer(_ request: Request, context: RPCContext) -> [UInt8]? {
    var writer = JSONWriter()
    switch request.form {
    case .refused(let error):
      Self.write(error, id: RPCCall.nullID, to: &writer)
    case .single(let call):
      answer(call, context: context, into: &writer)
    case .batch(let calls):
      guard calls.contains(where: { $0.id != nil }) else {
        for call in calls { answer(call, context: context, into: &writer) }
        return nil
      }
      writer.writeArray { writer in
        for call in calls { answer(call, context: context, into: &writer) }
      }
    }
    return writer.bytes.isEmpty ? nil : writer.bytes
  }

  /// Says in place of an answer that there was no room for the request.
  package static func refusal(_ error: RPCError) -> [UInt8] {
    var writer = JSONWriter()
    write(error, id: RPCCall.nullID, to: &writer)
    return writer.bytes
  }

  /// Runs one call and writes its answer; of a notification, nothing is written.
  private func answer(_ call: RPCCall, context: RPCContext, into writer: inout JSONWriter) {
    guard let id = call.id else {
      var ignored = JSONWriter()
      try? run(call, context: context, into: &ignored)
      return
    }
    let start = writer.bytes.count
    do throws(RPCError) {
      guard start < answerBytesMax else { throw .answerTooLarge }
      Self.writeHead(id: id, to: &writer)
      writer.write(fragment: ",\"result\":")
      let empty = writer.bytes.count
      try run(call, context: context, into: &writer)
      precondition(writer.bytes.count > empty, "a method writes its result")
      writer.write(fragment: "}")
      guard writer.bytes.count <= answerBytesMax else { throw .answerTooLarge }
    } catch {
      writer.truncate(to: start)
      Self.write(error, id: id, to: &writer)
    }
  }

  private func run(
    _ call: RPCCall, context: RPCContext, into writer: inout JSONWriter
  ) throws(RPCError) {
    let content = try call.content.get()
    guard let method = methods[content.method] else { throw .methodNotFound(content.method) }
    try method.call(content.arguments, context).write(&writer)
  }

  private static func write(_ error: RPCError, id: [UInt8], to writer: inout JSONWriter) {
    writeHead(id: id, to: &writer)
    writer.write(fragment: ",\"error\":")
    error.write(to: &writer)
    writer.write(fragment: "}")
  }

  private static func writeHead(id: [UInt8], to writer: inout JSONWriter) {
    writer.write(raw: #"{"jsonrpc":"2.0","id":"#)
    writer.write(json: id)
  }
}
