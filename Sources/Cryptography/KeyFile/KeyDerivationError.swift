/// Why the parameters of a key derivation are refused.
package enum KeyDerivationError: Error, Equatable {
  case costNotPowerOfTwo(Int)
  case blockSize(Int, limit: Int)
  case parallelism(Int, limit: Int)
  case memory(cost: Int, blockSize: Int, limitBytes: Int)
  case work(cost: Int, blockSize: Int, parallelism: Int, limit: Int)
  case iterations(Int, limit: Int)
  case saltBytes(Int, limit: Int)
  case keyBytes(Int, expected: Int)
}

extension KeyDerivationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .costNotPowerOfTwo(let cost):
      "the cost of scrypt (n) is a power of two above one, and this one is \(cost)"
    case .blockSize(let blockSize, let limit):
      "the block size of scrypt (r) is from 1 to \(limit), and this one is \(blockSize)"
    case .parallelism(let parallelism, let limit):
      "the parallelism of scrypt (p) is from 1 to \(limit), and this one is \(parallelism)"
    case .memory(let cost, let blockSize, let limit):
      """
      scrypt with n \(cost) and r \(blockSize) needs more than \(limit) bytes of memory; \
      write the key file again with a lower n
      """
    case .work(let cost, let blockSize, let parallelism, let limit):
      """
      scrypt with n \(cost), r \(blockSize) and p \(parallelism) takes too long: \
      their product is at most \(limit); write the key file again with a lower n or p
      """
    case .iterations(let iterations, let limit):
      "the iterations of PBKDF2 (c) are from 1 to \(limit), and these are \(iterations)"
    case .saltBytes(let count, let limit):
      "the salt of a key file has from 1 to \(limit) bytes, and this one has \(count)"
    case .keyBytes(let count, let expected):
      "the derived key of a key file (dklen) has \(expected) bytes, and this one has \(count)"
    }
  }
}
