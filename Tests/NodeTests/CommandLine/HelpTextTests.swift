import Node
import Testing

@Suite struct HelpTextTests {
  private func help(_ path: String) throws -> String {
    let place = try #require(SmallTree.tree.places.first { $0.path == path })
    return HelpText.render(place)
  }

  @Test func `a group lists its commands`() throws {
    #expect(
      try help("boat") == """
        Carries things.

        Usage: boat COMMAND

        Commands:
          send  Send an amount to somebody
          box   Work with boxes

        Options:
          -h, --help     Show this help
              --version  Show the version

        Run 'boat help COMMAND' for more about a command.

        """)
  }

  @Test func `a command explains all it takes`() throws {
    #expect(
      try help("boat send") == """
        Send an amount to somebody.

        Usage: boat send [OPTIONS] TO [AMOUNT] [NOTE...]

        The amount leaves the account at once, and it arrives with the block that takes
        the transaction, which is final.

        Fees are extra.

        Arguments:
          TO      Who gets it
          AMOUNT  How much it is (default: 1)
          NOTE    What it is for (may be repeated)

        Options:
          -v, --verbose        Say more
          -n, --dry-run        Say what would be done
          -f, --format FORMAT  How to print the result (one of: json, text; default:
                               text)
              --peer NAME      Whom to tell, so that they can tell others in turn (may
                               be repeated)

        Passphrase:
          -p, --passphrase-file PATH  Read the passphrase from a file

        Help:
          -h, --help  Show this help

        Examples:
          boat send ann 5
              Ann has five more.

        """)
  }

  @Test func `the usage line spells out an option that is required`() throws {
    #expect(
      try help("boat box seal").contains("\nUsage: boat box seal --year YEAR [OPTIONS] FILES...\n"))
  }
}
