/// How far an epoch is, for this node.
package enum EngineStage: Hashable, Sendable {
  case running
  /// Its closing block is final: the engine signs nothing and hands out the certificate.
  case closed
  /// A quorum contradicts what this node holds as certain; the process is about to stop.
  case halted
}
