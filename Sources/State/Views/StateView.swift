/// The state at one moment, for those who only read it.
///
/// What cannot be read because a disk failed stops the process, so reading never fails here.
package protocol StateView {
  /// The value of a key, if it has one.
  func value(for key: StateKey) -> [UInt8]?

  /// The first entry in the order of keys that is not before one bound and is before the other.
  func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry?
}
