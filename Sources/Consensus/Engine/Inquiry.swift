/// Something that was asked for and has not come.
struct Inquiry: Sendable {
  let need: Need
  var backoff: Backoff
}
