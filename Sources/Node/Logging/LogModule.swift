/// The part of the node that an entry of the log is about.
enum LogModule: String, CaseIterable, Sendable {
  case node, consensus, execution, storage, peers, rpc
}
