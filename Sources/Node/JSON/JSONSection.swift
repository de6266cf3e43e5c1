/// An object of a JSON file whose members are known to be there.
struct JSONSection: Sendable {
  private let places: [String: JSONPlace]

  init(places: [String: JSONPlace]) {
    self.places = places
  }

  subscript(name: String) -> JSONPlace {
    guard let place = places[name] else {
      preconditionFailure("an object is asked only for members that were required of it")
    }
    return place
  }
}
