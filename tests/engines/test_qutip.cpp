// SPDX-License-Identifier: BSD-3-Clause
// rho_A, photon number and Mandel Q against QuTiP on the full atom-photon space
// (tests/reference/make_qutip_references.py), on every backend.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/backends.hpp"
#include "support/run_job.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {
namespace {

using nlohmann::json;

std::vector<std::filesystem::path> reference_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(source_dir() + "/tests/reference/qutip"))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  return files;
}

/// Largest difference of a nested array of the reference from the flat numbers of the result.
void expect_close(const json& reference, const std::vector<double>& numbers, double tolerance) {
  const json flat = reference.flatten();
  ASSERT_EQ(flat.size(), numbers.size());
  std::size_t i = 0;
  const std::function<void(const json&)> visit = [&](const json& node) {
    if (node.is_array()) {
      for (const json& child : node) visit(child);
      return;
    }
    const double number = numbers[i++];
    if (node.is_null())
      EXPECT_TRUE(std::isnan(number));
    else
      EXPECT_NEAR(number, node.get<double>(), tolerance) << "entry " << i - 1;
  };
  visit(reference);
}

class QuTip : public OnEveryBackend {};

void expect_reference(const json& reference, const JobResult& result) {
  expect_close(reference["rho_re"], result["rho_re"], 1e-8);
  expect_close(reference["rho_im"], result["rho_im"], 1e-8);
  expect_close(reference["photon_number"], result["photon_number"], 1e-8);
  expect_close(reference["mandel_q"], result["mandel_q"], 1e-8);
  EXPECT_EQ(result.report.failed, 0);
}

TEST_P(QuTip, FullSpaceIsReproducedTo1e8) {
  const auto files = reference_files();
  ASSERT_GE(files.size(), 8U);
  int by_fock = 0, by_gaussian = 0, by_joint = 0;
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename().string());
    std::ifstream stream(file);
    const json reference = json::parse(stream);
    const std::string config = reference["config"];
    const bool tunnels = config.find("tunnelling") != std::string::npos;
    if (tunnels && backend().name() != "cpu") continue;
    const JobResult result = run_config(config, backend(), file.string());
    expect_reference(reference, result);
    if (result.flags.at("method")[0] == static_cast<std::int8_t>(Method::joint)) {
      ++by_joint;
      continue;
    }
    if (backend().name() == "cpu")  // the atoms and the light as one state
      expect_reference(reference, run_config(config + "\n[solve]\nmethod = \"joint\"\n", backend(),
                                             file.string()));
    if (result.flags.at("method")[0] == static_cast<std::int8_t>(Method::closed_form)) {
      ++by_gaussian;
      expect_reference(reference, run_config(config + "\n[solve]\nmethod = \"gaussian\"\n",
                                             backend(), file.string()));
    }
    const bool from_the_side = config.find("transverse") != std::string::npos;
    if (result.flags.at("method")[0] != static_cast<std::int8_t>(Method::fock) && !from_the_side)
      continue;
    // Whichever frame that was: the other one as well.
    ++by_fock;
    for (const std::string frame : {"moving", "laboratory"}) {
      SCOPED_TRACE(frame);
      const std::string solve = "\n[solve]\nmethod = \"fock\"\nframe = \"" + frame + "\"\n";
      expect_reference(reference, run_config(config + solve, backend(), file.string()));
    }
  }
  EXPECT_GE(by_fock, 12);
  EXPECT_GE(by_gaussian, 12);
  EXPECT_GE(by_joint, backend().name() == "cpu" ? 12 : 0);
}

INSTANTIATE_TEST_SUITE_P(All, QuTip, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
