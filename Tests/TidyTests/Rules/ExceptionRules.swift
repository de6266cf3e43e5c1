/// The lists of exceptions name what is there.
enum ExceptionRules {
  /// Entries, as `path` or `path: name`, for files that are gone.
  static func gone(_ entries: some Sequence<String>, files: [String]) -> [Violation] {
    entries.sorted().filter { entry in
      !files.contains { entry == $0 || entry.hasPrefix("\($0): ") }
    }
    .map { entry in
      Violation(
        path: Exceptions.path, line: 1, rule: "\(entry) is listed and is not there",
        remedy: "Remove it from the list")
    }
  }
}
