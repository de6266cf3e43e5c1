import Chain
import Codec
import Consensus
import Cryptography
import Glibc
import Storage

/// The files of a signing journal and the segments of block bodies, in one folder.
///
/// 1. What was written is on the disk when `synchronize` returns; files grow by zeros that are
///    synced before anything is written over them, so that later syncs write data alone.
/// 2. One thread uses it.
/// 3. After a failed call nothing is known about the disk: whoever uses it stops.
final class JournalFolder {
  /// How much a journal's file grows at a time.
  private static let growthBytes = 256 << 10
  /// No epoch's file comes near this.
  private static let journalBytesMax = 4 << 30
  private static let journalPrefix = "journal-"
  private static let segmentPrefix = "segment-"

  private final class File {
    let open: OpenFile
    var sizeBytes: Int
    var isChanged = false

    init(_ open: consuming OpenFile, sizeBytes: Int) {
      self.open = open
      self.sizeBytes = sizeBytes
    }
  }

  let path: String
  private var files: [String: File] = [:]

  init(_ path: String) {
    self.path = path
  }

  /// Makes the folder.
  func create() throws(SystemError) {
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe mkdir(path, 0o700) == 0 else { throw .last }
  }

  /// Gives the folder another name, so that a new one can be made; says which, if there was one.
  func putAway() throws(SystemError) -> String? {
    var number = 1
    while PrivateFile.isTaken("\(path)-untrusted-\(number)") { number += 1 }
    let place = "\(path)-untrusted-\(number)"
    // SAFETY: both texts are zero-terminated for the length of the call, which keeps no pointer.
    if unsafe rename(path, place) == 0 { return place }
    let error = SystemError.last
    guard error.isMissingFile else { throw error }
    return nil
  }

  // MARK: Reading

  /// What the journal's files hold; they are read whole.
  func readJournal() throws(SystemError) -> SortedMap<Epoch, [UInt8]> {
    var found = SortedMap<Epoch, [UInt8]>()
    for (number, name) in try numbered(Self.journalPrefix) {
      found[Epoch(number)] = try read(name, atMost: Self.journalBytesMax)
    }
    return found
  }

  /// The segments in the order of their numbers.
  func readSegments() throws(SystemError) -> [[UInt8]] {
    var segments: [[UInt8]] = []
    for (number, name) in try numbered(Self.segmentPrefix).sorted(by: { $0.number < $1.number }) {
      while segments.count < number { segments.append([]) }
      segments.append(try read(name, atMost: SegmentLayout.sizeBytes))
    }
    return segments
  }

  private func read(_ name: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
    try OpenFile("\(path)/\(name)", for: .reading).withDescriptor { file throws(SystemError) in
      try file.readAll(atMost: limit)
    }
  }

  private func numbered(
    _ prefix: String
  ) throws(SystemError) -> [(number: UInt64, name: String)] {
    // SAFETY: the stream is used by this call alone and closed at its end; a name is copied before
    // the next entry is read.
    guard let stream = unsafe opendir(path) else { throw .last }
    defer { unsafe closedir(stream) }
    var found: [(number: UInt64, name: String)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          unsafe String(cString: name)
        }
      }
      guard name.hasPrefix(prefix), let number = UInt64(name.dropFirst(prefix.count)),
        name == "\(prefix)\(number)"
      else { continue }
      found.append((number, name))
    }
    return found
  }

  // MARK: Writing

  func write(_ write: Journal.Write) throws(SystemError) {
    let file = try file("\(Self.journalPrefix)\(write.file)")
    let end = write.offset + write.bytes.count
    if end > file.sizeBytes {
      let size = (end / Self.growthBytes + 1) * Self.growthBytes
      try Self.put([UInt8](repeating: 0, count: size - file.sizeBytes), file, at: file.sizeBytes)
      try Self.synchronize(file)
      file.sizeBytes = size
    }
    try Self.put(write.bytes, file, at: write.offset)
  }

  func write(_ write: SegmentLayout.Write) throws(SystemError) {
    let file = try file("\(Self.segmentPrefix)\(write.segment)")
    if file.sizeBytes < SegmentLayout.sizeBytes {
      // A full disk is found here, and not when a vote is waiting.
      try file.open.withDescriptor { file throws(SystemError) in
        let code = posix_fallocate(file.number, 0, off_t(SegmentLayout.sizeBytes))
        guard code == 0 else { throw SystemError(code: code) }
      }
      try Self.synchronize(file)
      file.sizeBytes = SegmentLayout.sizeBytes
    }
    try Self.put(write.bytes, file, at: write.offset)
  }

  /// Returns when everything written is on the disk.
  func synchronize() throws(SystemError) {
    for file in files.values where file.isChanged { try Self.synchronize(file) }
  }

  /// Cuts off what a crash left of a write.
  func cut(_ cuts: [JournalContents.Cut]) throws(SystemError) {
    for cut in cuts {
      let name = "\(Self.journalPrefix)\(cut.file)"
      if cut.sizeBytes == 0 {
        try remove(name)
      } else {
        let file = try file(name)
        try file.open.withDescriptor { file throws(SystemError) in
          guard ftruncate(file.number, off_t(cut.sizeBytes)) == 0 else { throw .last }
        }
        file.sizeBytes = cut.sizeBytes
        try Self.synchronize(file)
      }
    }
    try synchronizeNames()
  }

  /// Removes the journal's files of epochs before one; nobody can be asked for votes of those.
  ///
  /// The oldest goes first: those that a crash leaves still follow each other without a gap.
  func removeJournal(before epoch: Epoch) throws(SystemError) {
    let old = try numbered(Self.journalPrefix).filter { Epoch($0.number) < epoch }
      .sorted { $0.number < $1.number }
    for (index, (_, name)) in old.enumerated() {
      if index > 0 { try synchronizeNames() }
      files[name] = nil
      try remove(name)
    }
  }

  private func remove(_ name: String) throws(SystemError) {
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw .last }
  }

  private func file(_ name: String) throws(SystemError) -> File {
    if let file = files[name] { return file }
    let path = "\(path)/\(name)"
    let file: File
    do throws(SystemError) {
      let open = try OpenFile(path, for: .readingAndWriting)
      let sizeBytes = try open.withDescriptor { file throws(SystemError) in
        var status = stat()
        // SAFETY: the call fills the structure it is handed and keeps no pointer.
        guard unsafe fstat(file.number, &status) == 0 else { throw .last }
        return Int(status.st_size)
      }
      file = File(open, sizeBytes: sizeBytes)
    } catch {
      guard error.isMissingFile else { throw error }
      file = File(try OpenFile(path, for: .creatingPrivate), sizeBytes: 0)
      try synchronizeNames()
    }
    files[name] = file
    return file
  }

  private func synchronizeNames() throws(SystemError) {
    try OpenFile(path, for: .directory).withDescriptor { folder throws(SystemError) in
      try folder.synchronize()
    }
  }

  private static func synchronize(_ file: File) throws(SystemError) {
    try file.open.withDescriptor { file throws(SystemError) in
      guard fdatasync(file.number) == 0 else { throw .last }
    }
    file.isChanged = false
  }

  private static func put(
    _ bytes: [UInt8], _ file: File, at offset: Int
  ) throws(SystemError) {
    file.isChanged = true
    try file.open.withDescriptor { file throws(SystemError) in
      try file.write(bytes, at: offset)
    }
  }
}

extension FileDescriptor {
  /// Writes all bytes at a place, however many calls that takes.
  fileprivate func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let start = written
      // SAFETY: the buffer outlives the call, and the count ends where the buffer ends.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start,
          off_t(offset + start))
      }
      if count < 0 {
        let error = SystemError.last
        guard error.isInterruption else { throw error }
      } else {
        written += count
      }
    }
  }
}
