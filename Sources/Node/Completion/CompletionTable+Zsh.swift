extension CompletionTable {
  var zshScript: String {
    """
    #compdef \(program)
    # Completion of \(program) for zsh. Put it into a directory of $fpath as _\(program),
    # or load it with: source <(\(program) completion zsh)
    _\(program)() {
    \(zshWalk)
      word=${words[CURRENT]}
      if [[ -z $option && -z $ended && $word == --*=* ]]; then
        option=${word%%=*}
        compset -P '*='
      fi
      if [[ -n $option ]]; then
        case "$command $option" in
    \(zshLines(zshValueLines))
        esac
      elif [[ $word == -* && -z $ended ]]; then
        case $command in
    \(zshLines(zshOptionLines))
        esac
      else
        case "$command $position" in
    \(zshLines(zshArgumentLines))
        esac
      fi
      if [[ $offer == files ]]; then
        _files
      elif (( ${#candidates} )); then
        _describe 'value' candidates
      fi
    }
    if [[ ${funcstack[1]} == _\(program) ]]; then
      _\(program) "$@"
    else
      compdef _\(program) \(program)
    fi

    """
  }

  /// Goes over the words before the one that is being typed.
  private var zshWalk: String {
    """
      local command=\(program) option='' word='' ended='' offer=''
      local -i index=2 position=0
      local -a candidates
      while (( index < CURRENT )); do
        word=${words[index]}
        index+=1
        if [[ -n $option ]]; then
          option=''
          continue
        fi
        if [[ -n $ended ]]; then
          position+=1
          continue
        fi
        case "$command $word" in
    \(zshCase(commandPaths, "command=\"$command $word\"; continue"))
    \(zshCase(helpPaths, "continue"))
    \(zshCase(valueOptionPaths, "option=$word; continue"))
        esac
        case $word in
          --) ended=yes ;;
          -?*) ;;
          *) position+=1 ;;
        esac
      done
    """
  }

  private func zshCase(_ patterns: [String], _ action: String) -> String {
    zshLines(
      patterns.isEmpty
        ? [] : ["(\(patterns.map(Self.quote).joined(separator: "|"))) \(action) ;;"])
  }

  private func zshLines(_ lines: [String]) -> String {
    lines.map { "      \($0)" }.joined(separator: "\n")
  }

  private var zshValueLines: [String] {
    entries.flatMap { entry in
      entry.options.flatMap { option in
        option.value.map { offer in
          option.spellings.compactMap { zshOffer("\(entry.path) \($0)", offer) }
        } ?? []
      }
    }
  }

  private var zshOptionLines: [String] {
    entries.compactMap { entry in
      let words = entry.options.map { Word(text: $0.spellings[0], summary: $0.option.summary) }
      return zshOffer(entry.path, .words(words))
    }
  }

  private var zshArgumentLines: [String] {
    entries.flatMap { entry in
      let commands = entry.subcommands.isEmpty ? Offer.nothing : .words(entry.subcommands)
      return [zshOffer("\(entry.path) 0", commands)].compactMap { $0 }
        + entry.arguments.compactMap { argument in
          argument.isRepeated
            ? zshOffer("\(entry.path) ", argument.offer, ending: "*")
            : zshOffer("\(entry.path) \(argument.index)", argument.offer)
        }
    }
  }

  private func zshOffer(_ pattern: String, _ offer: Offer, ending: String = "") -> String? {
    let action: String
    switch offer {
    case .nothing:
      return nil
    case .files:
      action = "offer=files"
    case .words(let words):
      // In a candidate a colon parts the word from its description.
      let candidates = words.map { word in
        let text = word.text.split(separator: ":", omittingEmptySubsequences: false)
          .joined(separator: "\\:")
        return Self.quote(word.summary.isEmpty ? text : "\(text):\(word.summary)")
      }
      action = "candidates=(\(candidates.joined(separator: " ")))"
    }
    return "(\(Self.quote(pattern))\(ending)) \(action) ;;"
  }
}
