/// What a keyspace takes of the data file.
package struct Usage: Equatable, Sendable {
  package let entries: Int
  /// How many pages lie on the way from the root to an entry.
  package let depth: Int
  package let branchPages: Int
  package let leafPages: Int
  /// Pages of values too long to stand beside their keys.
  package let overflowPages: Int
  package let pageBytes: Int

  package var sizeBytes: Int { (branchPages + leafPages + overflowPages) * pageBytes }
}
