extension CompletionTable {
  var bashScript: String {
    """
    # Completion of \(program) for bash. Load it with: source <(\(program) completion bash)
    _\(program)() {
      local current=${COMP_WORDS[COMP_CWORD]} command=\(program) option='' word='' ended='' offer=''
      local -i index=1 position=0
      COMPREPLY=()
      while ((index < COMP_CWORD)); do
        word=${COMP_WORDS[index]}
        index+=1
        if [[ $option ]]; then
          # In --name=value the sign is a word of its own.
          [[ $word == '=' ]] || option=''
          continue
        fi
        if [[ $ended ]]; then
          position+=1
          continue
        fi
        case "$command $word" in
    \(bashCase(commandPaths, "command=\"$command $word\"; continue"))
    \(bashCase(helpPaths, "continue"))
    \(bashCase(valueOptionPaths, "option=$word; continue"))
        esac
        case $word in
          --) ended=yes ;;
          -?*) ;;
          *) position+=1 ;;
        esac
      done
      if [[ $current == '=' ]]; then current=''; fi
      if [[ $option ]]; then
        case "$command $option" in
    \(bashLines(bashValueLines))
        esac
      elif [[ $current == -* && ! $ended ]]; then
        case $command in
    \(bashLines(bashOptionLines))
        esac
      else
        case "$command $position" in
    \(bashLines(bashArgumentLines))
        esac
      fi
      if [[ $offer == files ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      elif [[ $offer ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${offer#words }" -- "$current")
      fi
    }
    complete -F _\(program) \(program)

    """
  }

  private func bashCase(_ patterns: [String], _ action: String) -> String {
    bashLines(
      patterns.isEmpty
        ? [] : ["\(patterns.map(Self.quote).joined(separator: " | "))) \(action) ;;"])
  }

  private func bashLines(_ lines: [String]) -> String {
    // A `case` without branches is allowed, and an empty line in its place too.
    lines.map { "      \($0)" }.joined(separator: "\n")
  }

  private var bashValueLines: [String] {
    entries.flatMap { entry in
      entry.options.flatMap { option in
        option.value.map { offer in
          option.spellings.compactMap { bashOffer("\(entry.path) \($0)", offer) }
        } ?? []
      }
    }
  }

  private var bashOptionLines: [String] {
    entries.compactMap { entry in
      let words = entry.options.map { Word(text: $0.spellings[0], summary: "") }
      return bashOffer(entry.path, .words(words))
    }
  }

  private var bashArgumentLines: [String] {
    entries.flatMap { entry in
      let commands = entry.subcommands.isEmpty ? Offer.nothing : .words(entry.subcommands)
      return [bashOffer("\(entry.path) 0", commands)].compactMap { $0 }
        + entry.arguments.compactMap { argument in
          // The branches are tried in order, so the repeated argument may match any place.
          argument.isRepeated
            ? bashOffer("\(entry.path) ", argument.offer, ending: "*")
            : bashOffer("\(entry.path) \(argument.index)", argument.offer)
        }
    }
  }

  private func bashOffer(_ pattern: String, _ offer: Offer, ending: String = "") -> String? {
    let text: String
    switch offer {
    case .nothing: return nil
    case .files: text = "files"
    case .words(let words): text = "words " + words.map(\.text).joined(separator: " ")
    }
    return "\(Self.quote(pattern))\(ending)) offer=\(Self.quote(text)) ;;"
  }

  /// A text that no shell reads anything into.
  static func quote(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
