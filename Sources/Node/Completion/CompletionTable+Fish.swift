extension CompletionTable {
  var fishScript: String {
    """
    # Completion of \(program) for fish. Load it with: \(program) completion fish | source
    function __\(program)_place
        set -l words (commandline -opc)
        set -e words[1]
        set -l command \(program)
        set -l option ''
        set -l ended ''
        set -l position 0
        for word in $words
            if test -n "$option"
                set option ''
                continue
            end
            if test -n "$ended"
                set position (math $position + 1)
                continue
            end
            switch "$command $word"
    \(fishCase(commandPaths, "set command \"$command $word\""))
    \(fishCase(helpPaths, "true"))
    \(fishCase(valueOptionPaths, "set option $word"))
                case '* --'
                    set ended yes
                case '* -?*'
                    true
                case '*'
                    set position (math $position + 1)
            end
        end
        printf '%s\\n' $command $position
    end
    function __\(program)_at
        set -l place (__\(program)_place)
        test "$place[1]" = $argv[1]
        or return 1
        test (count $argv) -eq 1
        or contains -- $place[2] $argv[2..-1]
    end
    function __\(program)_from
        set -l place (__\(program)_place)
        test "$place[1]" = $argv[1]
        and test $place[2] -ge $argv[2]
    end
    complete -c \(program) -f
    \(entries.flatMap(fishLines).joined(separator: "\n"))

    """
  }

  private func fishCase(_ patterns: [String], _ action: String) -> String {
    guard !patterns.isEmpty else { return "" }
    return """
                  case \(patterns.map(Self.quoteForFish).joined(separator: " "))
                      \(action)
      """
  }

  private func fishLines(_ entry: Entry) -> [String] {
    let begin = "complete -c \(program) -n "
    let path = "'\(entry.path)'"
    let commands = entry.subcommands.map { word in
      begin + "\"__\(program)_at \(path) 0\"" + " -a \(word.text)"
        + " -d \(Self.quoteForFish(word.summary))"
    }
    let options = entry.options.map { option in
      let letter = option.option.letter.map { " -s \($0)" } ?? ""
      let value = option.value.map(fishValue) ?? ""
      return begin + "\"__\(program)_at \(path)\""
        + "\(letter) -l \(option.option.name)\(value)"
        + " -d \(Self.quoteForFish(option.option.summary))"
    }
    let arguments = entry.arguments.compactMap { argument -> String? in
      let offer = fishOffer(argument.offer)
      guard !offer.isEmpty else { return nil }
      let test = argument.isRepeated ? "from" : "at"
      return begin + "\"__\(program)_\(test) \(path) \(argument.index)\"" + offer
    }
    return commands + options + arguments
  }

  private func fishValue(_ offer: Offer) -> String {
    switch offer {
    // Without more being said, fish offers files where a value is required.
    case .nothing, .words: " -x" + fishOffer(offer)
    case .files: " -r" + fishOffer(offer)
    }
  }

  private func fishOffer(_ offer: Offer) -> String {
    switch offer {
    case .nothing: ""
    case .files: " -F"
    case .words(let words):
      " -a \(Self.quoteForFish(words.map(\.text).joined(separator: " ")))"
    }
  }

  /// Within single quotes fish knows two escapes, and other shells none.
  private static func quoteForFish(_ text: String) -> String {
    var quoted = ""
    for character in text {
      if character == "'" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return "'\(quoted)'"
  }
}
