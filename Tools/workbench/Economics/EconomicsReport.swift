import Chain
import Foundation

/// What a played scenario came to, as text.
struct EconomicsReport {
  let text: String

  init(of run: ScenarioRun) throws {
    var lines = ["== \(run.scenario.name)", run.scenario.about, ""]
    lines.append(
      Self.line("epoch", "STOS per 1,000 oz", "oz counted", "STOS settled", "STOS mined"))
    for row in run.rows {
      lines.append(
        Self.line(
          "\(row.epoch)", Self.decimal(row.weiPerOz * 1_000, 18), Self.decimal(row.noz, 9),
          Self.decimal(row.settled, 18), Self.decimal(row.mined, 18)))
    }
    lines.append("")
    lines.append(Self.line("party", "spent on ozone", "got back", "net", "oz left"))
    for (index, party) in run.parties.enumerated() {
      let gain = run.gain(of: index)
      let spent = run.spent[index]
      lines.append(
        Self.line(
          party.name, Self.decimal(spent, 18), Self.decimal(gain + Int128(spent), 18),
          Self.decimal(gain, 18), Self.decimal(try run.ozone(of: party), 9)))
    }
    if let first = run.lostEpochs.first {
      lines.append("traffic of \(run.lostEpochs.count) epochs was never reported, from \(first) on")
    }
    text = lines.joined(separator: "\n") + "\n\n"
  }

  /// What a party gains by its traffic: with it and without.
  static func comparison(of party: String, in run: ScenarioRun, and other: ScenarioRun) -> String {
    guard let with = run.result(of: party), let without = other.result(of: party) else { return "" }
    return """
      \(party) spent \(decimal(with.spent, 18)) STOS on its own traffic, and has \
      \(decimal(with.gain - without.gain, 18)) STOS more than without it.

      \n
      """
  }

  private static func line(_ first: String, _ rest: String...) -> String {
    first.padding(toLength: 16, withPad: " ", startingAt: 0)
      + rest.map { text in
        String(repeating: " ", count: max(1, 20 - text.count)) + text
      }.joined()
  }

  /// A number of units with a fraction of three digits, rounded toward zero.
  private static func decimal(_ units: some BinaryInteger, _ decimals: Int) -> String {
    let isNegative = units < 0
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = padded.dropLast(decimals)
    return (isNegative ? "-" : "") + whole + "." + padded.suffix(decimals).prefix(3)
  }
}
