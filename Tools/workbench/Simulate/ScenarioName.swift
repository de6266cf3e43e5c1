import Cryptography
import Node
package import Simulator

/// What a scenario is called, so that one that failed can be played again.
package enum ScenarioName: Equatable {
  case crash(CrashCampaign.Victim, step: Int)
  case twins(views: Int, number: Int)

  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, let number = Int(parts[2]), number >= 0 else { return nil }
    switch parts[0] {
    case "crash":
      guard let victim = CrashCampaign.Victim(rawValue: String(parts[1])) else { return nil }
      self = .crash(victim, step: number)
    case "twins":
      guard let views = Int(parts[1]), (1...TwinsCampaign.viewsMax).contains(views),
        number < TwinsCampaign(views: views).numberCount
      else { return nil }
      self = .twins(views: views, number: number)
    default: return nil
    }
  }

  func run(isTraced: Bool) -> Simulation.Outcome {
    var memory = CheckedClaims(remembering: 1_000)
    return switch self {
    case .crash(let victim, let step):
      CrashCampaign(victim).run(step, isTraced: isTraced, remembering: &memory)
    case .twins(let views, let number):
      TwinsCampaign(views: views).run(number, isTraced: isTraced, remembering: &memory)
    }
  }
}

extension ScenarioName: CustomStringConvertible {
  package var description: String {
    switch self {
    case .crash(let victim, let step): "crash/\(victim.rawValue)/\(step)"
    case .twins(let views, let number): "twins/\(views)/\(number)"
    }
  }
}

extension Command.ValueType {
  /// The name of a scenario; read as a `ScenarioName`.
  static let scenarioName = Self(allowed: "a name such as twins/3/1204 or crash/one/17") {
    text throws(Command.ValueRefusal) in
    guard let name = ScenarioName(text) else { throw Command.ValueRefusal() }
    return name
  }
}
