import Foundation
import Node
import Storage
import TestSupport
import Testing

@Suite struct PrivateFileTests {
  @Test func `a new file belongs to its owner alone and leaves nothing else behind`() throws {
    let folder = try TemporaryFolder()
    try PrivateFile.create(folder.path("secret"), holding: Array("text".utf8))
    #expect(try folder.read("secret") == "text")
    #expect(try folder.mode(of: "secret") == 0o600)
    #expect(try folder.names == ["secret"])
  }

  @Test func `a name that is taken stays as it is`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("first", to: "secret")
    let links = FileManager.default
    try links.createSymbolicLink(atPath: folder.path("dangling"), withDestinationPath: "nowhere")
    try links.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: false)
    for name in ["secret", "dangling", "folder"] {
      let error = #expect(throws: SystemError.self) {
        try PrivateFile.create(folder.path(name), holding: Array("second".utf8))
      }
      #expect(error?.isExistingFile == true)
    }
    #expect(try folder.read("secret") == "first")
    #expect(try folder.names == ["dangling", "folder", "secret"])
  }

  @Test func `a file in a folder that is missing is refused`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SystemError.self) {
      try PrivateFile.create(folder.path("nowhere/secret"), holding: [1])
    }
    #expect(error?.isMissingFile == true)
    #expect(error?.reason == "No such file or directory")
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o620, true)])
  func `a file that others may touch is noticed`(mode: Int, isOpen: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("text", to: "file", mode: mode)
    let file = try PrivateFile.read(path, atMost: 100)
    #expect(file.bytes == Array("text".utf8))
    #expect(file.isOpenToOthers == isOpen)
  }

  @Test func `reading stops one byte beyond the limit`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "x", count: 200_000), to: "file")
    #expect(try PrivateFile.read(path, atMost: 99_999).bytes.count == 100_000)
    #expect(try PrivateFile.read(path, atMost: 300_000).bytes.count == 200_000)
  }
}
