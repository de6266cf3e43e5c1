import Chain

/// A call that somebody of a history will sign.
struct PlannedCall {
  let sender: Int
  let recipient: Address
  var data: [UInt8] = []
  var value: UInt128 = 0
}
