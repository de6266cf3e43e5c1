/// That a chain says two things that cannot both be true.
struct Contradiction: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
    guard condition else { throw Contradiction(description()) }
  }
}
