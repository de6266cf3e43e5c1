/// The result of a call, not yet written.
///
/// It is written straight into the bytes that are sent, so that what is asked for often is never
/// built as a tree of values.
package struct RPCAnswer: Sendable {
  let write: @Sendable (inout JSONWriter) throws(RPCError) -> Void

  /// A result that is written by the closure, which may still find that it cannot be.
  package static func written(
    _ write: @escaping @Sendable (inout JSONWriter) throws(RPCError) -> Void
  ) -> RPCAnswer {
    RPCAnswer(write: write)
  }

  package static func value(_ value: JSONValue) -> RPCAnswer {
    RPCAnswer { $0.write(value) }
  }

  package static func text(_ text: String) -> RPCAnswer {
    RPCAnswer { $0.write(text) }
  }

  /// What is JSON already.
  package static func json(_ bytes: [UInt8]) -> RPCAnswer {
    RPCAnswer { $0.write(json: bytes) }
  }

  package static func data(_ bytes: [UInt8]) -> RPCAnswer {
    RPCAnswer { $0.writeData(bytes.span) }
  }

  package static func quantity(_ number: some UnsignedInteger & FixedWidthInteger & Sendable)
    -> RPCAnswer
  {
    RPCAnswer { $0.writeQuantity(number) }
  }
}
