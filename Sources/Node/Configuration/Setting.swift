import Chain
import RPC
import Sockets
import Storage

/// Something an operator can choose, declared once: flag, variable and configuration file have the
/// same name for it, and help, parsing and `config show` follow from here.
struct Setting: Sendable {
  /// Lower-case words joined by hyphens.
  let name: String
  let type: Command.ValueType
  /// How help calls the value.
  let valueName: String
  /// What holds where nobody says anything.
  let standard: String
  let summary: String

  var variable: String { "TRADEWIND_" + name.uppercased().replacing("-", with: "_") }

  /// What somebody chose, as it was written and as it was read.
  struct Choice: Sendable {
    let text: String
    let value: any Sendable
  }

  func choice(_ text: String) throws(Command.ValueRefusal) -> Choice {
    Choice(text: text, value: try type.read(text))
  }

  /// Its value is a `Choice`.
  var option: Command.Option {
    let type = Command.ValueType(allowed: type.allowed, completion: type.completion) {
      text throws(Command.ValueRefusal) in try choice(text)
    }
    return .value(name, type, name: valueName, summary: "\(summary) (standard: \(standard))")
  }
}

extension Setting {
  static let storage = Setting(
    name: "storage", type: .choice(StorageKind.allCases.map(\.rawValue)), valueName: "KIND",
    standard: StorageKind.follower.rawValue,
    summary: "What the database keeps: what signing needs, what wallets ask for, or everything")
  static let keepBlocks = Setting(
    name: "keep-blocks", type: .number(0...1_000_000_000_000), valueName: "N", standard: "0",
    summary: """
      How many blocks are kept beside those behind snapshots, at least \
      \(StorageSettings.keptBlocksMin), or 0 for as many as the kind of storage says
      """)
  static let rpcListen = Setting(
    name: "rpc-listen", type: .listeners, valueName: "ADDRESSES", standard: "127.0.0.1:8545",
    summary: "Where clients are served, parted by commas, or none")
  static let rpcHosts = Setting(
    name: "rpc-hosts", type: .text, valueName: "NAMES", standard: "",
    summary: "Further names of this host that clients may use, parted by commas, or *")
  static let rpcOrigins = Setting(
    name: "rpc-origins", type: .text, valueName: "ORIGINS", standard: "",
    summary: "Web pages that may use this node, parted by commas, or *")
  static let peerListen = Setting(
    name: "peer-listen", type: .listeners, valueName: "ADDRESSES", standard: "0.0.0.0:20480",
    summary: "Where other nodes are taken in, parted by commas, or none")
  static let peers = Setting(
    name: "peers", type: .peers, valueName: "ENDPOINTS", standard: "",
    summary: "Nodes to connect to beside those of the validators, such as 0x…@host:20480")
  static let snapshotEvery = Setting(
    name: "snapshot-every", type: .number(0...1_000_000), valueName: "EPOCHS", standard: "0",
    summary: "After how many epochs a snapshot is written for nodes that begin, or 0")
  static let snapshotLag = Setting(
    name: "snapshot-lag", type: .number(1...1_000_000), valueName: "EPOCHS", standard: "36",
    summary: "How many epochs behind a node begins from a snapshot rather than fetch all blocks")
  static let logLevel = Setting(
    name: "log-level", type: .logFilter, valueName: "LEVELS", standard: "info",
    summary: "What is logged, such as info,rpc=debug")
  static let logForm = Setting(
    name: "log-form", type: .choice(Logbook.Form.allCases.map(\.rawValue)), valueName: "FORM",
    standard: Logbook.Form.text.rawValue, summary: "Lines for people or objects for machines")
  static let passphraseFile = Setting(
    name: "passphrase-file", type: .text, valueName: "PATH", standard: "",
    summary: "The file whose first line opens the consensus key; without it the terminal is asked")

  static let all = [
    storage, keepBlocks, rpcListen, rpcHosts, rpcOrigins, peerListen, peers, snapshotEvery,
    snapshotLag, logLevel, logForm, passphraseFile,
  ]

  static let options = Command.OptionGroup(title: "Settings", all.map(\.option))
}

extension Command.ValueType {
  /// Addresses in digits with ports; read as a `[SocketAddress]`.
  fileprivate static let listeners = Self(
    allowed: "addresses such as 127.0.0.1:8545 or [::1]:8545, parted by commas, or none"
  ) { text throws(Command.ValueRefusal) in
    guard text != "none" else { return [SocketAddress]() }
    var addresses: [SocketAddress] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.lastIndex(of: ":"),
        let port = UInt16(part[part.index(after: colon)...])
      else { throw Command.ValueRefusal() }
      var host = part[..<colon]
      if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
      guard let address = SocketAddress(String(host), port: port) else {
        throw Command.ValueRefusal()
      }
      addresses.append(address)
    }
    return addresses
  }

  /// Where nodes are reached; read as a `[PeerEndpoint]`.
  static let peers = Self(
    allowed: "endpoints such as 0x…@host:20480, parted by commas"
  ) { text throws(Command.ValueRefusal) in
    var endpoints: [PeerEndpoint] = []
    for part in text.split(separator: ",") {
      guard let endpoint = PeerEndpoint(String(part)) else { throw Command.ValueRefusal() }
      endpoints.append(endpoint)
    }
    return endpoints
  }

  /// Read as a `LogFilter`.
  fileprivate static let logFilter = Self(
    allowed: """
      a level (\(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))), and others for \
      modules, such as info,rpc=debug
      """
  ) { text throws(Command.ValueRefusal) in
    guard let filter = LogFilter(text) else { throw Command.ValueRefusal() }
    return filter
  }
}
