import Foundation
import Node
import Simulator

#if PLANTED
  import Codec
#endif

/// `workbench simulate --planted` and `--planted-replicas`: puts mistakes into consensus, or into
/// whole nodes, one by one, and sees that each is noticed.
///
/// The mistakes exist only in builds with `-DPLANTED`.
enum PlantedBugs {
  static let options = Command.OptionGroup(
    title: "In builds with planted bugs",
    [
      .flag("planted", summary: "Plant each bug of consensus, and run until it is noticed"),
      .flag(
        "planted-replicas", summary: "Plant each bug of whole nodes, and run until it is noticed"),
      .value("bug", .text, name: "NAME", summary: "Plant one bug, and run until it is noticed"),
      .flag("worlds", summary: "Run worlds with planted bugs, and no walks"),
    ])

  #if PLANTED
    private static var consensus: [PlantedHunt] {
      PlantedHunt.all(of: EngineBug.self, PlantedHunt.consensus)
        + PlantedHunt.all(of: GateBug.self, PlantedHunt.consensus)
    }

    private static var replicas: [PlantedHunt] {
      PlantedHunt.all(of: ReplicaBug.self, PlantedHunt.replicas)
    }

    /// Does what is asked for with planted bugs; false when that is nothing.
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      let hasWalks = !invocation.isSet(flag: "worlds")
      if let name: String = invocation.optionalValue("bug") {
        guard let hunt = (consensus + replicas).first(where: { $0.name == name }) else {
          throw .failed("there is no planted bug \(name)")
        }
        try hunt.run(seeds: invocation.optionalValue("seeds"), hasWalks: hasWalks, console)
        return true
      }
      var hunts: [PlantedHunt] = []
      if invocation.isSet(flag: "planted") { hunts += consensus }
      if invocation.isSet(flag: "planted-replicas") { hunts += replicas }
      guard !hunts.isEmpty else { return false }
      let jobs = Int(invocation.value("jobs", as: UInt64.self))
      try PlantedHunt.runAll(hunts, jobs: jobs, hasWalks: hasWalks, console)
      return true
    }
  #else
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      guard
        invocation.isSet(flag: "planted") || invocation.isSet(flag: "planted-replicas")
          || invocation.optionalValue("bug", as: String.self) != nil
      else { return false }
      throw .failed(
        "this build has no planted bugs; make one with: swift build -c release "
          + "--scratch-path .build/planted -Xswiftc -DPLANTED --product workbench")
    }
  #endif
}
