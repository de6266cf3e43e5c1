package import Cryptography

/// The tree that commits to every entry of the state, but for the entries themselves.
///
/// What it holds in memory is the hash of each bucket and of each branch above; a bucket's entries
/// are read when one of them has changed. The tree depends on the entries only, never on the order
/// in which they came. Protocol: State.
package struct StateTree: Sendable {
  let node: TreeNode?

  /// The tree of a state without entries.
  package init() {
    node = nil
  }

  init(_ node: TreeNode?) {
    self.node = node
  }

  /// Reads and hashes every entry there is.
  package init<Reader: EntryReader & ~Copyable>(
    reading reader: inout Reader
  ) throws(Reader.Failure) {
    var update = TreeUpdate()
    node = try update.build(.all, reading: &reader)
  }

  package var root: Digest { node?.digest ?? StateHash.empty }

  /// The tree after some entries have changed.
  ///
  /// The keys, in ascending order, are those whose entry is new, gone, or has another value; the
  /// reader shows the entries as they are now. Results of parts that were updated elsewhere are
  /// taken over.
  package func updated<Reader: EntryReader & ~Copyable>(
    _ keys: [StateKey], taking results: [Part.Result] = [], reading reader: inout Reader
  ) throws(Reader.Failure) -> StateTree {
    guard !keys.isEmpty else { return self }
    var update = TreeUpdate(taking: results)
    return StateTree(try update.node(node, in: .all, changedAt: keys[...], reading: &reader))
  }
}
