import Cryptography

/// A root and the final block that names it.
struct NamedRoot: Sendable {
  let root: Digest
  let block: Digest
}
