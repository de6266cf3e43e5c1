import Chain

/// A call that somebody is about to sign.
struct CallDraft {
  let sender: Address
  let recipient: Address
  var value: UInt128 = 0
  let data: [UInt8]
}
