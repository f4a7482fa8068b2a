// SPDX-License-Identifier: BSD-3-Clause
// The scripts of the shells: each hands the words of the line to `pairtwist __complete` and offers
// what that prints (completion.hpp). None knows a command or an option.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "cli/completion.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

constexpr const char* bash =
    R"(# Completion of pairtwist in bash: the program says what can come next.
_pairtwist() {
  local words=() word help before open='' i
  # Readline parts words at "=" and ":"; here they are whole again.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $open || ($word == [=:]* && ${#words[@]} -gt 0) ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == *[=:] && i -gt 1 ]] && open=1 || open=''
  done
  # It takes what is offered in the place of what stands behind the last of them.
  word=${words[${#words[@]} - 1]}
  before=${word%"${word##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r word help; do
    if [[ $word == :files ]]; then
      compopt -o default
      continue
    fi
    [[ $word == *= ]] && compopt -o nospace
    COMPREPLY+=("${word#"$before"}")
  done < <("${1/#\~/$HOME}" __complete -- "${words[@]}" 2>/dev/null)
}
complete -F _pairtwist pairtwist
)";

constexpr const char* zsh = R"(#compdef pairtwist
# Completion of pairtwist in zsh: the program says what can come next.
_pairtwist() {
  local line word help
  local -a ready open ready_texts open_texts
  for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    word=${line%%$'\t'*}
    help=${line#*$'\t'}
    if [[ $word == :files ]]; then
      [[ $words[CURRENT] == -*=* ]] && compset -P '*='
      _files
      return
    elif [[ $word == *= ]]; then
      open+=("$word")
      open_texts+=("$word -- $help")
    elif [[ -n $word ]]; then
      ready+=("$word")
      ready_texts+=("$word -- $help")
    fi
  done
  (($#open)) && compadd -l -S '' -d open_texts -a open
  (($#ready)) && compadd -l -d ready_texts -a ready
}
if [[ $funcstack[1] == _pairtwist ]]; then
  _pairtwist "$@"
else
  compdef _pairtwist pairtwist
fi
)";

constexpr const char* fish =
    R"(# Completion of pairtwist in fish: the program says what can come next.
function __pairtwist_ask
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    $program __complete -- $words[2..-1] "$word" 2>/dev/null
end
function __pairtwist_words
    __pairtwist_ask | string match -v ':files*'
end
function __pairtwist_wants_no_file
    not __pairtwist_ask | string match -q ':files*'
end
complete -c pairtwist -n __pairtwist_wants_no_file -f
complete -c pairtwist -a '(__pairtwist_words)'
)";

constexpr std::array<std::pair<const char*, const char*>, 3> scripts = {
    {{"bash", bash}, {"zsh", zsh}, {"fish", fish}}};

}  // namespace

std::vector<std::string> completed_shells() {
  std::vector<std::string> names;
  for (const auto& script : scripts) names.emplace_back(script.first);
  return names;
}

int print_completion(const std::string& shell) {
  for (const auto& [name, text] : scripts)
    if (shell == name) fmt::print("{}", text);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
