import Testing

@Suite struct SafetyTests {
  @Test func `unsafe code has its places`() throws {
    expectNone(
      try SourceTree.project.swift.flatMap {
        SafetyRules.places(in: $0, listed: Exceptions.unsafeCode)
      })
  }

  @Test func `unsafe code says why it is safe`() throws {
    expectNone(try SourceTree.project.swift.flatMap(SafetyRules.reasons))
  }
}

/// Each rule can fail.
@Suite struct SafetyRuleTests {
  private func sample(_ text: String) -> SwiftText {
    SwiftText(path: "Sources/Chain/Sample.swift", text)
  }

  @Test func `unsafe code in the wrong place is found`() {
    let text = """
      @safe struct Sample {
        nonisolated(unsafe) let handle: OpaquePointer
        func close() { unsafe free(handle) }
        // The word unsafe in a comment is no code.
      }
      """
    #expect(SafetyRules.places(in: sample(text), listed: []).map(\.line) == [1, 2, 3])
    #expect(SafetyRules.places(in: sample(text), listed: ["Sources/Chain/"]).isEmpty)
  }

  @Test func `unsafe code without a reason is found`() {
    let text = """
      struct Sample {
        // SAFETY: owned by this value alone.
        nonisolated(unsafe) let handle: OpaquePointer

        func reasoned() {
          // SAFETY: the handle is open.
          unsafe use(handle)
          unsafe use(handle)
        }

        func bare() {
          unsafe free(handle)
        }

        func late() {
          unsafe free(handle)
          // SAFETY: too late.
        }
      }
      """
    #expect(SafetyRules.reasons(in: sample(text)).map(\.line) == [12, 16])
  }
}
