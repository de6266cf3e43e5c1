/// Which end of a connection somebody is.
package enum HandshakeRole: String, Sendable {
  case dialler
  case listener
}
