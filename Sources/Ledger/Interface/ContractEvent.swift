package import Codec
package import Cryptography

/// An event as its contract publishes it.
package struct ContractEvent: Sendable {
  package let signature: ABISignature
  package let topic: Digest
  package let summary: String
  package let fields: [ABIField]
  /// Which Swift type it is.
  let type: ObjectIdentifier

  init(_ event: (some Event).Type) {
    type = ObjectIdentifier(event)
    signature = event.signature
    topic = signature.topic
    summary = event.summary
    fields = event.fields.list
    let indexed = fields.filter(\.isIndexed)
    precondition(indexed.count <= 3, "an event has at most three indexed arguments")
    precondition(
      indexed.allSatisfy { !$0.type.isDynamic && $0.type.headSizeBytes == 32 },
      "an indexed argument is one word")
  }
}
