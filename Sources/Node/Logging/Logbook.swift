import Foundation
import RPC
import Storage

/// What a running node writes for its operator: a line for each entry, to the standard error.
struct Logbook: Sendable {
  /// How a line looks.
  enum Form: String, CaseIterable, Sendable {
    /// For people: the message, then `name=value`.
    case text
    /// For machines: an object.
    case json
  }

  typealias Fields = KeyValuePairs<String, any CustomStringConvertible & Sendable>

  private let filter: LogFilter
  private let form: Form
  private let target: FileDescriptor

  init(filter: LogFilter, form: Form, target: FileDescriptor = FileDescriptor(2)) {
    self.filter = filter
    self.form = form
    self.target = target
  }

  func error(_ module: LogModule, _ message: String, _ fields: Fields = [:]) {
    write(.error, module, message, fields)
  }

  func warn(_ module: LogModule, _ message: String, _ fields: Fields = [:]) {
    write(.warn, module, message, fields)
  }

  func info(_ module: LogModule, _ message: String, _ fields: Fields = [:]) {
    write(.info, module, message, fields)
  }

  /// What is written only on demand is put together only then.
  func debug(_ module: LogModule, _ message: String, _ fields: @autoclosure () -> Fields) {
    guard filter.passes(.debug, of: module) else { return }
    write(.debug, module, message, fields())
  }

  private func write(
    _ level: LogLevel, _ module: LogModule, _ message: String, _ fields: Fields
  ) {
    guard filter.passes(level, of: module) else { return }
    let time = Date().formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let line =
      switch form {
      case .text: Self.text(time, level, module, message, fields)
      case .json: Self.json(time, level, module, message, fields)
      }
    // One write for a line keeps lines of several threads apart; there is no other place to
    // complain when nobody takes them.
    try? target.write(line + [0x0A])
  }

  static func text(
    _ time: String, _ level: LogLevel, _ module: LogModule, _ message: String, _ fields: Fields
  ) -> [UInt8] {
    let name = level.rawValue.uppercased()
    var line = "\(time) \(name)\(name.utf8.count < 5 ? " " : "") \(module.rawValue): \(message)"
    for (name, value) in fields {
      let text = "\(value)"
      let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 < 0x7F }
      line += " \(name)=\(isPlain ? text : JSONValue.string(text).render())"
    }
    return Array(line.utf8)
  }

  static func json(
    _ time: String, _ level: LogLevel, _ module: LogModule, _ message: String, _ fields: Fields
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.writeObject { writer in
      let fixed: KeyValuePairs = [
        "time": time, "level": level.rawValue, "module": module.rawValue, "message": message,
      ]
      for (name, value) in fixed {
        writer.writeName(name)
        writer.write(value)
      }
      for (name, value) in fields {
        writer.writeName(name)
        writer.write("\(value)")
      }
    }
    return writer.bytes
  }
}
