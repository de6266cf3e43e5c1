import Foundation

/// The script that speaks to a node with libraries of others.
enum WalletScript {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  static let path = tests.appending(path: "Clients/wallet.py").path

  /// The interpreter that finds the libraries.
  static let python: String? = {
    let own = tests.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: ".build/clients/bin/python").path
    let path = ProcessInfo.processInfo.environment["TRADEWIND_CLIENTS_PYTHON"] ?? own
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()
}
