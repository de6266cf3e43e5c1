import Consensus
import RPC
import Sockets
import Storage

/// Why a running node has to stop; what is final is safe in each case.
enum ShellFailure: Error, Sendable {
  /// The journal or a segment could not be read or written.
  case journal(path: String, SystemError)
  case storage(StorageError)
  /// A quorum has made final what contradicts this node.
  case halted(Breach)
  case mistakenJournal(JournalFault)
  /// Other nodes cannot be taken in where they should be.
  case peers([SocketAddress], SocketError)
  /// The files of the home do not let themselves be changed.
  case home(path: String, reason: String)
  /// Clients cannot be served where they should be.
  case server([SocketAddress], SocketError)
}

extension ShellFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .journal(let path, let error):
      """
      the signing journal in \(path) cannot be used: \(error.reason); nothing was signed that it \
      does not hold, so see to the cause and start the node again
      """
    case .storage(let error): "\(error)"
    case .halted(let breach):
      """
      this node contradicts what a quorum has made final, and stops so as to do no harm: \
      \(breach); keep its folder for whoever looks into it, and synchronise anew into another one
      """
    case .server(let addresses, let error):
      """
      clients cannot be served at \(addresses.map(\.description).joined(separator: ", ")): \
      \(error); choose other addresses with --rpc-listen, or none
      """
    case .peers(let addresses, let error):
      """
      other nodes cannot be taken in at \(addresses.map(\.description).joined(separator: ", ")): \
      \(error); choose other addresses with --peer-listen, or none
      """
    case .home(let path, let reason): "the folder '\(path)' cannot be changed: \(reason)"
    case .mistakenJournal(let fault):
      "\(fault); put the key, its journal and the network together that belong together"
    }
  }
}
