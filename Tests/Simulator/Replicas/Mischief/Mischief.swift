/// What a dishonest node does; each runs the honest code and changes what leaves it.
enum Mischief: String, CaseIterable {
  /// Proposes other blocks to some than to others.
  case equivocator
  /// Keeps blocks, bodies and ranges to itself, now and then.
  case withholder
  /// Offers hashes of transactions that do not exist.
  case fabricator
  /// Claims to be far ahead, and answers with what it was not asked for.
  case boaster
  /// Sends what was true once, again and again.
  case outdated
  /// Gives whoever is far behind a state of its own.
  case forger
  /// Changes single bits of what it sends.
  case mutator
  /// Sends bodies with another transaction in the place of one.
  case swapper
  /// Boasts, and claims to have every block from the first on.
  case pretender
  /// Gives ranges of blocks under certificates that it alone has signed, for everybody.
  case counterfeiter

  /// What is drawn in worlds of any kind.
  static let usual: [Mischief] = [
    .equivocator, .withholder, .fabricator, .boaster, .outdated, .forger, .mutator,
  ]
}
