import Codec
import TestSupport
import Testing

/// A record as a method would declare its arguments: `(uint64,string,(uint64,bool)[])`.
private struct Harbour: ABIRecord, Equatable {
  let depth: UInt64
  let name: String
  let piers: [Pier]

  static let fields = ABIFields(Self.init, "indexed depth", "name", "piers") {
    ($0.depth, $0.name, $0.piers)
  }
}

private struct Pier: ABIRecord, Equatable {
  let number: UInt64
  let isFree: Bool

  static let fields = ABIFields(Self.init, "number", "isFree") { ($0.number, $0.isFree) }
}

private struct Buoy: ABIRecord, Equatable {
  let colour: String

  static let fields = ABIFields(Self.init, "colour") { $0.colour }
}

private struct Sea: ABIRecord, Equatable {
  static let fields = ABIFields(Self.init) { _ in }
}

@Suite struct ABIRecordTests {
  private let harbour = Harbour(depth: 9, name: "Bay", piers: [Pier(number: 1, isFree: true)])

  @Test func `members are encoded one after the other`() throws {
    let form = ABI.encode(9 as UInt64, "Bay", [Berth(number: 1, isFree: true)])
    #expect(harbour.encodedMembers() == form)
    #expect(try Harbour(decodingMembers: form.span) == harbour)
    let buoy = Buoy(colour: "red")
    let buoyForm = ABI.encode("red")
    #expect(buoy.encodedMembers() == buoyForm)
    #expect(try Buoy(decodingMembers: buoyForm.span) == buoy)
    #expect(Sea().encodedMembers() == [])
    let nothing: [UInt8] = []
    #expect(try Sea(decodingMembers: nothing.span) == Sea())
    let extra: [UInt8] = [0]
    #expect(throws: ABIError.self) { try Sea(decodingMembers: extra.span) }
  }

  @Test func `a record within another is a tuple with named members`() {
    let fields = Harbour.fields.list
    #expect(fields.map(\.name) == ["depth", "name", "piers"])
    #expect(fields.map(\.type.name) == ["uint64", "string", "(uint64,bool)[]"])
    #expect(fields.map(\.isIndexed) == [true, false, false])
    #expect(fields[2].members.map(\.name) == ["number", "isFree"])
    #expect(fields[1].members.isEmpty)
    #expect(fields.map(\.tupleName) == ["", "", "Pier"])
    #expect(Harbour.abiType.name == "(uint64,string,(uint64,bool)[])")
  }

  @Test func `selected members make a form of their own`() {
    #expect(harbour.encodedMembers(.indexed) == ABI.encode(9 as UInt64))
    let rest = ABI.encode("Bay", [Berth(number: 1, isFree: true)])
    #expect(harbour.encodedMembers(.data) == rest)
  }

  @Test func `a record is as many results as it has members, and a value is one`() {
    #expect(Pier.outputFields(named: "berth").map(\.name) == ["number", "isFree"])
    #expect(Pier(number: 1, isFree: false).encodedOutput == ABI.encode(1 as UInt64, false))
    #expect(Sea.outputFields(named: "").isEmpty)
    #expect(String.outputFields(named: "call").map(\.name) == ["call"])
    #expect("ahoy".encodedOutput == ABI.encode("ahoy"))
  }

  @Test func `whatever is near a form is refused`() {
    let violations = Rejection.violations(of: harbour.encodedMembers()) { bytes in
      (try? Harbour(decodingMembers: bytes))?.encodedMembers()
    }
    #expect(violations.isEmpty)
  }
}
