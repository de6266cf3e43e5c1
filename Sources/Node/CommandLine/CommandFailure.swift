/// How a command can end other than well.
package enum CommandFailure: Error, Equatable {
  /// The message says what went wrong and what to do.
  case failed(String)
  /// Whoever read the output has closed it; there is nobody left to tell.
  case outputClosed
}
