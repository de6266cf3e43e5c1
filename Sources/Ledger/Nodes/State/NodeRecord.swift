import Chain
import Codec

/// What is kept about a node, by the address of its key, for ever: a key registers once.
///
/// The deposits of all nodes are the wei of the node deposits account; the effective ones are S.
struct NodeRecord: Hashable {
  /// What only resource nodes have.
  struct Resource: Hashable {
    var services: UInt8
    var capacityBytes: UInt64
    var region: String
  }

  enum Role: Hashable {
    case resource(Resource)
    case meta
  }

  enum Standing: Hashable {
    case registered
    /// Serving; a meta node that has a seat.
    case active
    case suspended
    case unbonding(until: Epoch)
    /// Its deposit was paid out; what it has earned can still be claimed.
    case gone
  }

  let owner: Address
  /// In the compressed form: records are read far more often than anybody needs the point.
  let key: FixedBytes<33>
  var role: Role
  /// Who gets what it earns.
  var beneficiary: Address
  var endpoint: String
  var moniker: String
  var standing = Standing.registered
  var deposit: Wei
  /// The part of the deposit that backs the network: the whole of a seated meta node's.
  var effectiveDeposit = Wei.zero
  /// Raised by every decision about the node, so that signatures for one count once.
  var counter: UInt64 = 0
  /// When it was active, as far as traffic of those epochs can still be reported.
  var activity = NodeActivity()
  /// What it was fined lately.
  var penalties = NodePenalties()
}

extension NodeRecord {
  var isResource: Bool {
    switch role {
    case .resource: true
    case .meta: false
    }
  }

  /// Takes on a standing, and keeps in mind when it was active.
  mutating func enter(_ standing: Standing, in epoch: Epoch) {
    self.standing = standing
    switch standing {
    case .active: activity.begin(in: epoch)
    case .registered, .suspended, .unbonding, .gone: activity.end(in: epoch)
    }
  }

  /// Whether its deposit was, or is about to be, paid out.
  var isLeaving: Bool {
    switch standing {
    case .registered, .active, .suspended: false
    case .unbonding, .gone: true
    }
  }
}

extension NodeRecord.Role {
  /// As it is encoded, and as callers know it.
  var code: UInt8 {
    switch self {
    case .resource: 1
    case .meta: 2
    }
  }
}

extension NodeRecord.Standing {
  /// As it is encoded, and as callers know it.
  var code: UInt8 {
    switch self {
    case .registered: 1
    case .active: 2
    case .suspended: 3
    case .unbonding: 4
    case .gone: 5
    }
  }

  /// When the deposit is paid out; zero when nobody has asked for that.
  var payoutEpoch: Epoch {
    switch self {
    case .unbonding(let until): until
    case .registered, .active, .suspended, .gone: .zero
    }
  }
}

extension NodeRecord.Role: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(code)
    switch self {
    case .resource(let resource):
      writer.write(resource.services)
      writer.write(resource.capacityBytes)
      writer.writeBytes(Array(resource.region.utf8).span)
    case .meta: break
    }
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 1:
      let services = try reader.read(UInt8.self, in: bytes)
      let capacity = try reader.read(UInt64.self, in: bytes)
      let region = try reader.readText(atMost: ProtocolLimits.regionSizeBytesMax, in: bytes)
      self = .resource(.init(services: services, capacityBytes: capacity, region: region))
    case 2: self = .meta
    default: throw .unknown(type: "role of a node", code: UInt64(code))
    }
  }
}

extension NodeRecord.Standing: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(code)
    writer.write(payoutEpoch)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    let epoch = try Epoch(from: &reader, in: bytes)
    switch code {
    case 1: self = .registered
    case 2: self = .active
    case 3: self = .suspended
    case 4: self = .unbonding(until: epoch)
    case 5: self = .gone
    default: throw .unknown(type: "standing of a node", code: UInt64(code))
    }
  }
}

extension NodeRecord: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(owner)
    writer.write(key.storage.span)
    writer.write(role)
    writer.write(beneficiary)
    writer.writeBytes(Array(endpoint.utf8).span)
    writer.writeBytes(Array(moniker.utf8).span)
    writer.write(standing)
    writer.write(deposit)
    writer.write(effectiveDeposit)
    writer.write(counter)
    writer.write(activity)
    writer.write(penalties)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    owner = try Address(from: &reader, in: bytes)
    key = FixedBytes(copying: bytes.extracting(try reader.take(33, in: bytes)))
    role = try Role(from: &reader, in: bytes)
    beneficiary = try Address(from: &reader, in: bytes)
    endpoint = try reader.readText(atMost: ProtocolLimits.endpointSizeBytesMax, in: bytes)
    moniker = try reader.readText(atMost: ProtocolLimits.monikerSizeBytesMax, in: bytes)
    standing = try Standing(from: &reader, in: bytes)
    deposit = try Wei(from: &reader, in: bytes)
    effectiveDeposit = try Wei(from: &reader, in: bytes)
    counter = try reader.read(in: bytes)
    activity = try NodeActivity(from: &reader, in: bytes)
    penalties = try NodePenalties(from: &reader, in: bytes)
  }
}
