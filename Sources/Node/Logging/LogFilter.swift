/// Which entries are written: up to a level, and to another one for some modules.
struct LogFilter: Equatable, Sendable {
  private var standard = LogLevel.info
  private var levels: [LogModule: LogLevel] = [:]

  /// Reads such as `info,rpc=debug`.
  init?(_ text: String) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      if sides.count == 1, let level = LogLevel(rawValue: sides[0]) {
        standard = level
      } else if sides.count == 2, let module = LogModule(rawValue: sides[0]),
        let level = LogLevel(rawValue: sides[1])
      {
        levels[module] = level
      } else {
        return nil
      }
    }
  }

  func passes(_ level: LogLevel, of module: LogModule) -> Bool {
    level <= levels[module, default: standard]
  }
}
