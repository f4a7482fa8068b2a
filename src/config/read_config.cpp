// The whole config, from text to a validated Job.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/load_text.hpp"
#include "config/point_rules.hpp"
#include "config/read_sections.hpp"
#include "config/suggest.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {
namespace {

using config::Document;
using config::Violation;

const std::vector<std::string> kSections = {"model", "light", "atoms", "pump",
                                            "time",  "scan",  "solve", "output"};

void refuse_unknown_sections(const Document& document) {
  const std::string allowed = "title, [" + fmt::format("{}", fmt::join(kSections, "], [")) + "]";
  std::vector<std::string> known = kSections;
  known.emplace_back("title");
  for (const config::Member& member : *document.root().as<config::Table>()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    const bool table = member.node.as<config::Table>() != nullptr;
    const std::string guess = config::did_you_mean(member.key, known);
    document.fail(member.node.origin,
                  fmt::format("{}: unknown {}{} Allowed: {}", member.key, table ? "section" : "key",
                              guess.empty() ? "." : guess, allowed));
  }
}

void refuse_if(const std::optional<Violation>& violation, const Document& document) {
  if (!violation) return;
  document.fail(document.origin_or_axis_of(violation->key),
                fmt::format("{}: {}", violation->key, violation->text));
}

}  // namespace

Job parse_config(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides) {
  Document document(text, name);
  for (const std::string& assignment : overrides) document.set(assignment);
  refuse_unknown_sections(document);

  Job job;
  job.config_text = text;
  if (const config::Node* title = document.root().find("title")) {
    job.title = config::as_string(document, *title, "title", "a string");
  }
  const std::string folder = std::filesystem::path(name).parent_path().string();
  config::read_states(document, job);
  config::read_scan(document, job);
  config::read_model(document, job);
  config::read_light(document, folder, job);
  config::read_atoms(document, folder, job);
  config::read_pump(document, job);
  config::read_time(document, job);
  config::read_solve(document, job);
  config::read_output(document, job);
  refuse_if(config::scan_violation(job), document);
  refuse_if(config::point_violation(job), document);
  return job;
}

Job read_config(const std::string& path, const std::vector<std::string>& overrides) {
  return parse_config(config::load_text(path), path, overrides);
}

}  // namespace pairtwist
