package import Chain

/// Blocks that became final together.
package struct Finality: Sendable {
  /// In the order of their heights, from the one after the last final block.
  package let blocks: [Header]
  /// Over the last of them.
  package let certificate: Certificate
  /// Whether the last of them ends the epoch.
  package let isClosing: Bool

  package init(blocks: [Header], certificate: Certificate, isClosing: Bool) {
    self.blocks = blocks
    self.certificate = certificate
    self.isClosing = isClosing
  }
}
