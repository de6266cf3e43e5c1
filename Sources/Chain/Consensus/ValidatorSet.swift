package import Codec
package import Cryptography

/// Who votes in an epoch, and with what weight.
///
/// Invariants:
/// 1. members are ordered by power, largest first, then by account;
/// 2. there is at least one, and no account or key occurs twice;
/// 3. each has power, and together they stay below 2⁶².
package struct ValidatorSet: Hashable, Sendable {
  package let members: [Validator]
  package let totalPower: Power
  /// The hash by which headers name this set.
  package let hash: Digest

  /// Takes members in any order.
  package init(_ unordered: [Validator]) throws(ValidatorSetError) {
    try self.init(ordered: unordered.sorted(by: Validator.precedes))
  }

  /// Takes members that are already in the order of a set.
  private init(ordered members: [Validator]) throws(ValidatorSetError) {
    guard !members.isEmpty else { throw .empty }
    guard members.count <= ProtocolLimits.validatorsMax else {
      throw .tooMany(count: members.count, limit: ProtocolLimits.validatorsMax)
    }
    var total = Power.zero
    var accounts: Set<Address> = []
    var keys: Set<PublicKey> = []
    for member in members {
      guard member.power > .zero else { throw .noPower(member.account) }
      guard accounts.insert(member.account).inserted else {
        throw .duplicateAccount(member.account)
      }
      guard keys.insert(member.key).inserted else { throw .duplicateKey(member.key) }
      do throws(ArithmeticError) {
        total = try total.adding(member.power)
      } catch {
        throw .tooMuchPower
      }
    }
    guard total.units < 1 << 62 else { throw .tooMuchPower }
    self.members = members
    totalPower = total
    var writer = ByteWriter()
    writer.writeList(members)
    hash = Keccak256.hash(writer.bytes.span)
  }

  /// The least power that makes a certificate: more than two thirds.
  package var quorum: Power { Power(2 * totalPower.units / 3 + 1) }

  /// The place of an account's validator in the set.
  package func index(of account: Address) -> Int? {
    members.firstIndex { $0.account == account }
  }

  /// The place of a key's validator in the set.
  package func index(of key: PublicKey) -> Int? {
    members.firstIndex { $0.key == key }
  }
}

extension ValidatorSet: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeList(members)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let members = try reader.readList(
      of: Validator.self, atMost: ProtocolLimits.validatorsMax, in: bytes)
    let isOrdered = zip(members, members.dropFirst()).allSatisfy(Validator.precedes)
    guard isOrdered else {
      throw .forbidden("members of a set are ordered by power, then by account")
    }
    do throws(ValidatorSetError) {
      try self.init(ordered: members)
    } catch {
      throw .forbidden("a set has members, each once, with power below 2 to the power of 62")
    }
  }
}

/// Why validators do not make up a set.
package enum ValidatorSetError: Error, Equatable {
  case empty
  case tooMany(count: Int, limit: Int)
  case noPower(Address)
  case duplicateAccount(Address)
  case duplicateKey(PublicKey)
  case tooMuchPower
}

extension ValidatorSetError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "a validator set has at least one member"
    case .tooMany(let count, let limit):
      "a validator set has at most \(limit) members, and these are \(count)"
    case .noPower(let account): "validator \(account) has no voting power"
    case .duplicateAccount(let account): "validator \(account) occurs twice"
    case .duplicateKey(let key): "two validators have the consensus key \(key)"
    case .tooMuchPower: "the voting power of a set stays below 2^62"
    }
  }
}
