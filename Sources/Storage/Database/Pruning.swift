import Chain

/// What pruning may take of a database.
struct Pruning {
  let settings: StorageSettings
  /// Above which height all blocks stay, whatever the settings let go.
  let neededAbove: Height?
}
