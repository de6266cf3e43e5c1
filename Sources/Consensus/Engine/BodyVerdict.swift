/// What has come of the body of a block: it is at hand, and follows the rules or does not.
///
/// The rules are those that need no execution: signatures, base fee, gas, size. A block under a
/// certificate was found valid by a quorum and may be reported so unchecked.
package enum BodyVerdict: Hashable, Sendable {
  case valid
  case invalid
}
