/// What the database knows about itself, one record each.
enum Fact: String, CaseIterable {
  /// The number of its layout.
  case format
  /// The network it belongs to.
  case network
  case progress
  case journal
  /// The roots of states that later headers may name.
  case roots
  /// The blocks it still has, but for closing ones, which it keeps for ever.
  case blocks
  /// The heights whose state can be read.
  case history
  case transactionIndex
  case addressIndex
  case logIndex

  var key: [UInt8] { Array(rawValue.utf8) }
}
