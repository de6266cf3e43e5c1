import Foundation
import TestSupport
import Testing

@Suite struct WireFormatTests {
  /// A difference here is a change of protocol: it needs a decision and `workbench vectors`.
  @Test func `every encoded type has the recorded hash`() throws {
    let url = try #require(Bundle.module.url(forResource: "Vectors/wire", withExtension: "txt"))
    let recorded = try String(contentsOf: url, encoding: .utf8)
    #expect(try WireFormats.text() == recorded)
  }
}
