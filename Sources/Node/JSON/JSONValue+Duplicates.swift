import Foundation

extension JSONValue {
  /// Where a text stands while it is gone through.
  private enum Level {
    case object(names: Set<String>, name: String)
    case array(index: Int)
  }

  /// The path of the first member whose name its object has already had, such as `a.b[2].c`.
  ///
  /// Foundation keeps one of the two and says nothing, so two readers of a file could take it for
  /// different things. The bytes are JSON that was parsed before.
  static func pathOfDuplicate(in bytes: [UInt8]) -> String? {
    var levels: [Level] = []
    var isName = false
    var position = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "{"):
        levels.append(.object(names: [], name: ""))
        isName = true
      case UInt8(ascii: "["):
        levels.append(.array(index: 0))
        isName = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = levels.popLast()
        isName = false
      case UInt8(ascii: ","):
        isName = startMember(of: &levels)
      case UInt8(ascii: "\""):
        let end = endOfString(from: position, in: bytes)
        if isName, case .object(var names, _) = levels.popLast() {
          let name = text(of: bytes[position..<end])
          let isNew = names.insert(name).inserted
          levels.append(.object(names: names, name: name))
          guard isNew else { return path(of: levels) }
        }
        isName = false
        position = end - 1
      default:
        break
      }
      position += 1
    }
    return nil
  }

  /// Goes on behind a comma, and tells whether a name follows.
  private static func startMember(of levels: inout [Level]) -> Bool {
    switch levels.last {
    case .object:
      return true
    case .array(let index):
      levels[levels.count - 1] = .array(index: index + 1)
      return false
    case nil:
      return false
    }
  }

  /// The position behind the quotation mark that ends a string.
  private static func endOfString(from start: Int, in bytes: [UInt8]) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, bytes.count)
  }

  /// What a string with its quotation marks says.
  private static func text(of quoted: ArraySlice<UInt8>) -> String {
    if quoted.contains(UInt8(ascii: "\\")),
      let text = try? JSONDecoder().decode(String.self, from: Data(quoted))
    {
      return text
    }
    return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func path(of levels: [Level]) -> String {
    levels.reduce("") { path, level in
      switch level {
      case .object(_, let name): path.isEmpty ? name : "\(path).\(name)"
      case .array(let index): "\(path)[\(index)]"
      }
    }
  }
}
