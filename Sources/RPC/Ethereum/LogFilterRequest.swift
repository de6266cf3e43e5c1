package import Chain
package import Cryptography
import Storage

/// Which logs a client wants to see.
package struct LogFilterRequest: Sendable {
  /// The blocks to look through.
  package enum Blocks: Sendable {
    case one(Digest)
    case range(from: BlockReference, to: BlockReference)
  }

  package var blocks = Blocks.range(from: .latest, to: .latest)
  /// Of any of these; of all if there are none.
  package var addresses: [Address] = []
  /// At each place one of these, or anything.
  package var topics: [[Digest]?] = []

  package func matches(_ log: Log) -> Bool {
    guard addresses.isEmpty || addresses.contains(log.address), topics.count <= log.topics.count
    else { return false }
    return zip(topics, log.topics).allSatisfy { wanted, topic in
      wanted.map { $0.contains(topic) } ?? true
    }
  }

  /// Terms of which every log that is wanted has one; nothing if any log may be.
  var terms: [LogTerm]? {
    if !addresses.isEmpty { return addresses.map { .address($0) } }
    for (place, wanted) in topics.enumerated() {
      if let wanted { return wanted.map { .topic($0, place: place) } }
    }
    return nil
  }
}

extension RPCType where Value == LogFilterRequest {
  private static let countMax = 1_000

  package static let logFilter = RPCType(
    .object("fromBlock, toBlock or blockHash; address, or several; topics by place")
  ) { json throws(RPCFormError) in
    guard case .object(let object) = json else {
      throw RPCFormError("\(json.kind) where an object is expected")
    }
    var request = LogFilterRequest()
    let from = object["fromBlock"].flatMap { $0 == .null ? nil : $0 }
    let to = object["toBlock"].flatMap { $0 == .null ? nil : $0 }
    if let hash = object["blockHash"], hash != .null {
      guard from == nil, to == nil else {
        throw RPCFormError("cannot specify both BlockHash and FromBlock/ToBlock, choose one")
      }
      request.blocks = .one(try RPCType<Digest>.hash.read(hash))
    } else {
      request.blocks = .range(
        from: try from.map { json throws(RPCFormError) in
          try RPCType<BlockReference>.height.read(json)
        } ?? .latest,
        to: try to.map { json throws(RPCFormError) in
          try RPCType<BlockReference>.height.read(json)
        } ?? .latest)
    }
    request.addresses = try list(object["address"] ?? .null, .address) ?? []
    request.topics = try topics(object["topics"] ?? .null)
    return request
  }

  private static func topics(_ json: JSONValue) throws(RPCFormError) -> [[Digest]?] {
    switch json {
    case .null: return []
    case .array(let places):
      guard places.count <= ProtocolLimits.logTopicsMax else {
        throw RPCFormError("exceed max topics")
      }
      var topics: [[Digest]?] = []
      for place in places { topics.append(try list(place, .hash)) }
      return topics
    default: throw RPCFormError("\(json.kind) where a list of topics is expected")
    }
  }

  /// One, or a list of them; null and an empty list stand for any.
  private static func list<Element>(
    _ json: JSONValue, _ type: RPCType<Element>
  ) throws(RPCFormError) -> [Element]? {
    guard case .array(let elements) = json else {
      return json == .null ? nil : [try type.read(json)]
    }
    guard elements.count <= countMax else { throw RPCFormError("at most \(countMax) in a list") }
    var list: [Element] = []
    for element in elements { list.append(try type.read(element)) }
    return list.isEmpty ? nil : list
  }
}
