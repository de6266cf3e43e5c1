import Node
import Testing

/// The tree of the program keeps the rules that the parser, help and completion count on.
@Suite struct CommandTreeTests {
  private let places = Program.tree.places + SmallTree.tree.places

  private func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("-")
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }

  @Test func `names are plain and stand once in their list`() {
    for place in places {
      let lists = [
        place.command.subcommands.map(\.name), place.options.map(\.name),
        place.command.arguments.map(\.name), place.options.compactMap(\.letter).map(String.init),
      ]
      for names in lists { #expect(Set(names).count == names.count, "\(place.path)") }
      for name in lists[0] + lists[1] { #expect(isName(name), "\(place.path): \(name)") }
      for name in lists[2] { #expect(name == name.uppercased(), "\(place.path): \(name)") }
      #expect(!lists[0].contains("help"), "help is every group's own")
    }
  }

  @Test func `summaries are one line without a full stop`() {
    for place in places {
      let summaries =
        [place.command.summary] + place.command.arguments.map(\.summary)
        + place.options.map(\.summary)
      for summary in summaries {
        #expect(!summary.isEmpty && !summary.contains("\n") && !summary.hasSuffix("."))
        #expect(summary.first?.isUppercase == true, "\(place.path): \(summary)")
      }
    }
  }

  @Test func `required arguments come first, and only the last is repeated`() {
    for place in places {
      let presences = place.command.arguments.map(\.presence)
      for (earlier, later) in zip(presences, presences.dropFirst()) {
        #expect(earlier.countMin >= later.countMin && earlier.countMax == 1, "\(place.path)")
      }
    }
  }

  @Test func `standard values are values`() throws {
    for place in places {
      for argument in place.command.arguments {
        guard case .standard(let text) = argument.presence else { continue }
        _ = try argument.type.read(text)
      }
      for option in place.command.options {
        guard case .value(let type, _, .standard(let text)) = option.kind else { continue }
        _ = try type.read(text)
      }
    }
  }

  @Test func `help fits a page of eighty columns`() {
    for place in places {
      for line in HelpText.render(place).split(separator: "\n") {
        #expect(line.count <= 80, "\(place.path): \(line)")
      }
    }
  }
}
