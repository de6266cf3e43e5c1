import Foundation
import Node

/// `workbench economics`.
enum EconomicsCommand {
  static let command = Command(
    "economics", summary: "Play economies over the real ledger, and print who paid and earned what",
    arguments: [
      .init("FILE", .path, .repeated(atLeast: 1), summary: "A scenario, as in Tools/workbench")
    ]
  ) { invocation, console throws(CommandFailure) in
    for path in invocation.allValues("FILE", as: String.self) {
      do {
        let scenario = try Scenario.read(path)
        var run = try ScenarioRun(scenario)
        try run.play()
        try console.print(try EconomicsReport(of: run).text)
        guard let party = scenario.withoutTrafficOf else { continue }
        var other = try ScenarioRun(scenario, leavingOut: party)
        try other.play()
        try console.print(EconomicsReport.comparison(of: party, in: run, and: other))
      } catch {
        throw .failed("\(path): \(error)")
      }
    }
  }
}
