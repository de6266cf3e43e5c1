import RPC
import Storage

/// The configuration file of a home: an object of settings, each a string.
enum ConfigurationFile {
  static let sizeBytesMax = 64 << 10

  /// The texts of the settings in the file.
  static func read(_ path: String) throws(CommandFailure) -> [String: String] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try OpenFile(path, for: .reading).withDescriptor { file throws(SystemError) in
        try file.readAll(atMost: sizeBytesMax + 1)
      }
    } catch {
      guard !error.isMissingFile else { return [:] }
      throw .failed("the configuration file '\(path)' cannot be read: \(error.reason)")
    }
    guard bytes.count <= sizeBytesMax else {
      throw .failed("the configuration file '\(path)' is longer than \(sizeBytesMax) bytes")
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .failed("the configuration file '\(path)' must be JSON, and it is not: \(error)")
    }
    guard case .object(let object) = value else {
      throw .failed("the configuration file '\(path)' must be an object, and it is \(value.kind)")
    }
    return try texts(of: object, in: path)
  }

  static func text(_ settings: [(Setting, String)]) -> String {
    var object = JSONObject()
    for (setting, text) in settings { object.append(setting.name, .string(text)) }
    return JSONValue.object(object).render() + "\n"
  }

  private static func texts(
    of object: JSONObject, in path: String
  ) throws(CommandFailure) -> [String: String] {
    var texts: [String: String] = [:]
    for member in object.members {
      guard case .string(let text) = member.value else {
        throw .failed(
          """
          \(Quotation.of(member.name)) in the configuration file '\(path)' must be a string, and \
          it is \(member.value.kind)
          """)
      }
      texts[member.name] = text
    }
    return texts
  }
}
