extension Environment {
  /// What a directory is opened for.
  package enum Access: Sendable {
    /// One process at a time; made where there is none, if so wished.
    case readWrite(create: Bool)
    /// Beside the process that writes, if there is one.
    case readOnly
  }

  /// When what is committed is on the disk.
  package enum Durability: Sendable {
    case everyCommit
    /// After `synchronize()`.
    ///
    /// A power cut before that may cost the whole database, so this is for loading one that can be
    /// loaded again.
    case onDemand
  }

  /// Limits and promises of an open environment.
  package struct Options: Sendable {
    /// How many addresses the map takes at first: as many as are needed soon, if this says nothing.
    package var mapBytes: Int?
    /// How far it grows.
    package var mapBytesMax = 16 << 40
    /// Read transactions at the same time, over all processes.
    package var readersMax = 256
    /// How long a map that must grow waits for read transactions to end.
    package var growthMilliseconds = 120_000
    package var durability = Durability.everyCommit

    package init() {}

    /// The least map without wish: addresses cost next to nothing, and growing has to wait.
    private static var mapBytesMin: Int { 16 << 30 }

    /// What a file needs beyond its length when it is opened, for keyspaces that are new to it.
    private static var slackBytes: Int { 64 << 10 }

    /// The size of the map a file of some length is opened with.
    func initialMapBytes(forData dataBytes: Int) -> Int {
      let wish = mapBytes ?? max(Self.mapBytesMin, 4 * dataBytes)
      let need = dataBytes == 0 ? 0 : dataBytes + Self.slackBytes
      return PageSize.roundUp(min(max(wish, need), mapBytesMax))
    }
  }
}
