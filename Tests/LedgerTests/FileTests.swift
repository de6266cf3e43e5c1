import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
  private func refusal(_ result: Result<[UInt8], Refusal>) -> String {
    switch result {
    case .success: "done"
    case .failure(let refusal): refusal.reason
    }
  }

  @Test("A file costs its rate times size and replicas in each epoch, and the rest stays")
  func recording() throws {
    var fleet = try Fleet()
    let file = SampleFile(1, slices: 2, lastSizeBytes: 1)
    let ask = calldata("quoteStorage(uint64,uint8,uint32)", file.sizeBytes, 3 as UInt8, 7 as UInt32)
    let quote = try fleet.world.storageQuote(ask)
    // ⌈33,554,433 · 3 / 4,320⌉
    #expect(quote.due == 23_302)
    #expect(quote.noz == 7 * 23_302)
    let before = fleet.world.wei(fleet.world.people[2])
    let id = try fleet.record(file, replicas: 3, epochs: 7)
    #expect(before - fleet.world.wei(fleet.world.people[2]) == quote.amount)
    let state = try fleet.world.file(id)
    #expect(state.due == quote.due)
    #expect(state.undue == quote.noz)
    #expect(state.standing == 1)
    #expect(state.owner == fleet.world.people[2])
    #expect([state.recorded, state.lastDue, state.counter] == [1, 0, 0])
    #expect(try fleet.world.storageDue() == 0)
    try OzoneAudit().check(fleet.world)
    let standard = try fleet.record(SampleFile(2), replicas: 0)
    #expect(try fleet.world.file(standard).replicas == 5)
  }

  @Test("What a file says of itself has to agree, and be paid for")
  func refusals() throws {
    var fleet = try Fleet()
    let file = SampleFile(1)
    func record(_ data: [UInt8], value: UInt128 = 1_000 * Fleet.stos) -> String {
      fleet.world.refusal(World.files, data, from: 2, value: value)
    }
    #expect(record(Fleet.recording(file, sliceCount: 2)).contains("are 3 slices"))
    #expect(record(Fleet.recording(file, sizeBytes: 0)).contains("empty"))
    #expect(record(Fleet.recording(file, sizeBytes: .max)).contains("slices"))
    #expect(record(Fleet.recording(file, kind: 1)).contains("slices"))
    #expect(record(Fleet.recording(file, kind: 2)).contains("of kind 0"))
    #expect(record(Fleet.recording(file, replicas: 17)).contains("1 to 16 replicas"))
    #expect(record(Fleet.recording(file, epochs: 0)).contains("1 epoch or more"))
    let large = SampleFile(2, slices: 200)
    #expect(record(Fleet.recording(large, epochs: .max)).contains("are for sale"))
    #expect(record(Fleet.recording(file), value: 0).contains("insufficient payment"))
    #expect(record(Fleet.recording(SampleFile(1, slices: 4, kind: 1))) == "done")
    // A whole slice is no reason for another one.
    #expect(record(Fleet.recording(SampleFile(3, lastSizeBytes: 33_554_432))) == "done")
    var empty = try World()
    let free = Fleet.recording(file)
    #expect(
      empty.refusal(World.files, free, value: Fleet.stos).contains("no node backs the network"))
  }

  @Test("Nobody squats on a file: everyone records the same hash under ids of their own")
  func squatting() throws {
    var fleet = try Fleet()
    let file = SampleFile(1)
    let ids = try [2, 3, 2].map { try fleet.record(file, by: $0) }
    #expect(Set(ids).count == 3)
    var bytes = fleet.world.people[2].bytes.array + file.hash.array
    bytes += [1, 0, 0, 0, 0, 0, 0, 0]
    #expect(ids[2] == Keccak256.hash(bytes.span).bytes)
    #expect(try fleet.world.files(of: file.hash).map(\.id) == ids)
    try fleet.remove(ids[0])
    #expect(try fleet.world.files(of: file.hash).map(\.id) == [ids[1], ids[2]])
    let again = try fleet.record(file)
    #expect(!ids.contains(again))
    #expect(try fleet.world.files(of: fleet.world.people[2]).map(\.id) == [ids[2], again])
    let count = calldata("recordCount(address)", fleet.world.people[2])
    #expect(try fleet.world.number(World.files, count) == UInt256(3 as UInt8))
  }

  @Test("A confirmation needs a quorum that signed these terms, once, in time")
  func confirming() throws {
    var fleet = try Fleet()
    let id = try fleet.record(SampleFile(1))
    let terms = try fleet.confirmation(of: id)
    func confirm(_ digest: Digest, by signers: [Address]) throws -> String {
      let data = Fleet.confirming(id, try fleet.signatures(of: digest, by: signers))
      return fleet.world.refusal(World.files, data, from: 4)
    }
    #expect(try confirm(terms, by: Array(fleet.quorum.dropLast())).contains("a decision takes"))
    let other = try fleet.confirmation(of: id, counter: 1)
    #expect(try confirm(other, by: fleet.quorum).contains("signed other terms"))
    #expect(try confirm(terms, by: fleet.quorum) == "done")
    #expect(try confirm(terms, by: fleet.quorum).contains("confirmed before"))
    let state = try fleet.world.file(id)
    #expect([state.standing, state.placementRoot[0]] == [2, 9])
    #expect([state.lastDue, state.counter] == [11, 1])
  }

  @Test("Signatures for a file that was removed revive no other record of it")
  func revival() throws {
    var fleet = try Fleet()
    let file = SampleFile(1)
    let id = try fleet.record(file)
    let approvals = try fleet.signatures(of: fleet.confirmation(of: id), by: fleet.quorum)
    try fleet.remove(id)
    let again = try fleet.record(file)
    let old = fleet.world.refusal(World.files, Fleet.confirming(id, approvals), from: 4)
    #expect(old.contains("there is no file"))
    let new = fleet.world.refusal(World.files, Fleet.confirming(again, approvals), from: 4)
    #expect(new.contains("signed other terms"))
  }

  @Test("A record that nobody confirms lapses after 144 epochs, and its noz come back")
  func lapsing() throws {
    var fleet = try Fleet()
    let ids = try (0..<3).map { try fleet.record(SampleFile(UInt8($0)), by: 2) }
    let noz = try fleet.world.file(ids[0]).undue
    try fleet.confirm(ids[1])
    fleet.endEpochs(144)
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(try fleet.world.file(ids[0]).standing == 1)
    let approvals = try fleet.signatures(of: fleet.confirmation(of: ids[0]), by: fleet.quorum)
    fleet.world.epoch = fleet.world.epoch.next
    let late = fleet.world.refusal(World.files, Fleet.confirming(ids[0], approvals), from: 4)
    #expect(late.contains("not confirmed in time"))
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(try fleet.world.ozone(of: fleet.world.people[2]) == 2 * noz)
    #expect(try fleet.world.files(of: fleet.world.people[2]).map(\.id) == [ids[1]])
    try OzoneAudit().check(fleet.world)
  }

  @Test("Nobody is made the owner of a file: it is offered, and accepted")
  func transfers() throws {
    var fleet = try Fleet()
    let id = try fleet.store(SampleFile(1))
    let people = fleet.world.people
    func call(_ data: [UInt8], from person: Int) -> String {
      fleet.world.refusal(World.files, data, from: person)
    }
    let offer = calldata("transferFile(bytes32,address)", id, people[3])
    let accept = calldata("acceptFile(bytes32)", id)
    #expect(call(accept, from: 3).contains("not offered"))
    #expect(call(offer, from: 3).contains("belongs to"))
    #expect(call(calldata("transferFile(bytes32,address)", id, people[2]), from: 2) != "done")
    #expect(call(offer, from: 2) == "done")
    #expect(try fleet.world.file(id).owner == people[2])
    #expect(call(calldata("transferFile(bytes32,address)", id, Address.zero), from: 2) == "done")
    #expect(call(accept, from: 3).contains("not offered"))
    try fleet.give(id, from: 2, to: 3)
    #expect(try fleet.world.file(id).owner == people[3])
    #expect(try fleet.world.file(id).nextOwner == .zero)
    #expect(try fleet.world.files(of: people[2]).isEmpty)
    #expect(try fleet.world.files(of: people[3]).map(\.id) == [id])
    #expect(call(calldata("removeFile(bytes32)", id), from: 2).contains("belongs to"))
    #expect(call(accept, from: 3).contains("not offered"))
    try fleet.remove(id, by: 3)
    #expect(try fleet.world.ozone(of: people[3]) > 0)
  }
}
