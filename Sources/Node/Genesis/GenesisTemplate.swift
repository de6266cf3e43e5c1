import Chain
import Cryptography
import RPC

/// A genesis file from which that of another network is made, with validators of its own.
///
/// Whoever has the rest of the supply gains or gives what the stakes differ by.
struct GenesisTemplate {
  /// A validator of the new network.
  struct Validator {
    let key: PublicKey
    /// Where its node is reached; what the template says, if nothing is said here.
    var endpoint: String?
    /// Whose the stake is, for validators beyond those of the template.
    var account: Address?
  }

  private let file: JSONObject
  private let validators: [JSONObject]

  /// Takes the bytes of a genesis that is one.
  init(_ bytes: [UInt8]) {
    guard
      case .object(let file)? = try? JSONValue(
        parsing: bytes, valueCountMax: GenesisFile.valueCountMax),
      case .array(let list)? = file["validators"], !list.isEmpty
    else { preconditionFailure("a genesis that was read has validators") }
    self.file = file
    validators = list.map {
      guard case .object(let validator) = $0 else {
        preconditionFailure("a genesis that was read has validators with members")
      }
      return validator
    }
  }

  /// How many validators have an account.
  var validatorCount: Int { validators.count }

  /// The file of the new network.
  func bytes(
    for members: [Validator], beginning time: Timestamp, epochLengthMilliseconds: UInt64? = nil
  ) -> [UInt8] {
    var genesis = JSONObject()
    for member in file.members {
      switch member.name {
      case "validators":
        let list = members.enumerated().map { JSONValue.object(object(for: $1, at: $0)) }
        genesis.append(member.name, .array(list))
      case "time": genesis.append(member.name, .string(time.utc))
      case "epochLengthMs":
        genesis.append(
          member.name, epochLengthMilliseconds.map { .number($0) } ?? member.value)
      default: genesis.append(member.name, member.value)
      }
    }
    return Array((JSONValue.object(genesis).render() + "\n").utf8)
  }

  /// A validator as the template has it, or like the first one.
  private func object(for validator: Validator, at index: Int) -> JSONObject {
    var object = JSONObject()
    for member in (index < validators.count ? validators[index] : validators[0]).members {
      object.append(member.name, value(of: member, for: validator, at: index))
    }
    return object
  }

  private func value(
    of member: JSONObject.Member, for validator: Validator, at index: Int
  ) -> JSONValue {
    switch member.name {
    case "consensusKey": .string("\(validator.key)")
    case "account": validator.account.map { .string("\($0)") } ?? member.value
    case "endpoint": validator.endpoint.map { .string($0) } ?? member.value
    case "moniker": index < validators.count ? member.value : .string("validator \(index)")
    default: member.value
    }
  }
}
