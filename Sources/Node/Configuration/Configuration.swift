import Chain
import RPC
import Replica
import Sockets
import Storage

/// What holds for a node: each setting with who has chosen it.
///
/// A flag goes before a variable of the environment, that before the configuration file, and that
/// before the standard.
struct Configuration: Sendable {
  /// Who has chosen a value.
  enum Source: String, Sendable {
    case flag, environment, file, standard
  }

  struct Entry: Sendable {
    let setting: Setting
    let choice: Setting.Choice
    let source: Source
  }

  let entries: [Entry]

  /// Puts together what holds; the file may lack any setting, and may not be there at all.
  init(
    _ invocation: Invocation, environment: [String: String], file: [String: String]
  ) throws(CommandFailure) {
    if let unknown = file.keys.sorted().first(where: { name in
      !Setting.all.contains { $0.name == name }
    }) {
      throw .failed(
        """
        the configuration file has \(Quotation.of(unknown)), which is no setting; there are: \
        \(Setting.all.map(\.name).joined(separator: ", "))
        """)
    }
    var entries: [Entry] = []
    for setting in Setting.all {
      if let choice: Setting.Choice = invocation.optionalValue(setting.name) {
        entries.append(Entry(setting: setting, choice: choice, source: .flag))
      } else if let text = environment[setting.variable] {
        entries.append(try Self.entry(setting, text, .environment))
      } else if let text = file[setting.name] {
        entries.append(try Self.entry(setting, text, .file))
      } else {
        entries.append(try Self.entry(setting, setting.standard, .standard))
      }
    }
    self.entries = entries
  }

  private static func entry(
    _ setting: Setting, _ text: String, _ source: Source
  ) throws(CommandFailure) -> Entry {
    do throws(Command.ValueRefusal) {
      return Entry(setting: setting, choice: try setting.choice(text), source: source)
    } catch {
      let place =
        switch source {
        case .flag: "--\(setting.name)"
        case .environment: "the variable \(setting.variable)"
        case .file, .standard: "\(setting.name) in the configuration file"
        }
      throw .failed(
        "\(place) is \(Quotation.of(text)); it takes \(setting.type.allowed)"
          + (error.reason.map { ": \($0)" } ?? ""))
    }
  }

  private func value<Value>(_ setting: Setting, as type: Value.Type = Value.self) -> Value {
    guard let entry = entries.first(where: { $0.setting.name == setting.name }),
      let value = entry.choice.value as? Value
    else { preconditionFailure("each setting has a value of the type it is read as") }
    return value
  }

  private func list(_ setting: Setting) -> [String] {
    value(setting, as: String.self).split(separator: ",").map(String.init)
  }

  var logbook: Logbook {
    guard let form = Logbook.Form(rawValue: value(.logForm)) else {
      preconditionFailure("only forms that there are can be chosen")
    }
    return Logbook(filter: value(.logLevel), form: form)
  }

  var storage: StorageSettings {
    guard let kind = StorageKind(rawValue: value(.storage)) else {
      preconditionFailure("only kinds that there are can be chosen")
    }
    var settings = kind.settings
    let kept: UInt64 = value(.keepBlocks)
    if kept > 0 { settings.keptBlocks = max(kept, StorageSettings.keptBlocksMin) }
    return settings
  }

  /// Nothing if clients are not served.
  var server: ServerSettings? {
    let addresses: [SocketAddress] = value(.rpcListen)
    guard !addresses.isEmpty else { return nil }
    var settings = ServerSettings(addresses: addresses)
    settings.rules = AccessRules(hosts: list(.rpcHosts), origins: list(.rpcOrigins))
    return settings
  }

  /// Where other nodes are taken in.
  var peerAddresses: [SocketAddress] { value(.peerListen) }
  /// Nodes to connect to.
  var peers: [PeerEndpoint] { value(.peers) }
  /// After how many epochs a snapshot is written; 0 for never.
  var snapshotEveryEpochs: UInt64 { value(.snapshotEvery) }

  /// What an operator may choose about the replica.
  var replica: ReplicaSettings {
    var settings = ReplicaSettings()
    settings.snapshotLagEpochs = value(.snapshotLag)
    return settings
  }

  var passphraseSource: PassphraseSource {
    let path: String = value(.passphraseFile)
    return path.isEmpty ? .terminal : .file(path)
  }
}
