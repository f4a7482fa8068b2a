// SPDX-License-Identifier: BSD-3-Clause
// pairtwist doctor: what this build is, what this machine offers, what is missing and how to get
// it.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5.h>
#include <libdeflate.h>
#include <omp.h>
#include <openssl/crypto.h>
#include <toml++/impl/version.h>

#include <CLI/Version.hpp>
#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "backend/backend.hpp"
#include "backend/cublas_problem.hpp"
#include "backend/host_memory.hpp"
#include "backend/simd_level.hpp"
#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "cli/text.hpp"
#include "io/json_text.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"
#include "text/sizes.hpp"

namespace pairtwist::cli {
namespace {

using Json = nlohmann::ordered_json;

Json libraries() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned patch = 0;
  H5get_libversion(&major, &minor, &patch);
  return {{"hdf5", fmt::format("{}.{}.{}", major, minor, patch)},
          {"libdeflate", LIBDEFLATE_VERSION_STRING},
          {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"eigen",
           fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
          {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                              FMT_VERSION % 100)},
          {"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)},
          {"CLI11", CLI11_VERSION}};
}

Json cuda() {
  const CudaStatus status = cuda_status();
  Json devices = Json::array();
  for (const DeviceInfo& device : status.devices)
    devices.push_back({{"name", device.name},
                       {"compute_capability", device.compute_capability},
                       {"memory_total", device.memory_total},
                       {"memory_free", device.memory_free}});
  return {{"built", status.built},           {"runtime", status.runtime_version},
          {"driver", status.driver_version}, {"devices", devices},
          {"problem", status.problem},       {"cublas_problem", cublas_problem()}};
}

Json simd() {
  Json names = Json::array();
  for (const SimdLevel& level : simd_levels()) names.push_back(level.name);
  return {{"levels", names}, {"chosen", chosen_simd_level().name}};
}

Json quantity_list() {
  Json list = Json::array();
  for (const Quantity& quantity : quantities()) {
    std::string extra;
    for (const QuantityDimension* dimension : quantity.dimensions)
      extra += (extra.empty() ? "" : ", ") + std::string(dimension->name);
    list.push_back({{"name", quantity.name},
                    {"long_name", quantity.long_name},
                    {"variables", quantity.variables},
                    {"extra", extra}});
  }
  return list;
}

void print_text(const Json& report) {
  fmt::print("pairtwist    {} ({})\n", report["version"].get<std::string>(),
             report["git_commit"].get<std::string>());
  fmt::print("build        {}\n", report["build"].get<std::string>());
  std::string names;
  for (const auto& [name, version] : report["libraries"].items())
    names += fmt::format("{}{} {}", names.empty() ? "" : ", ", name, version.get<std::string>());
  fmt::print("libraries    {}\n", names);
  fmt::print("host         {} threads, {} available, SIMD {}\n", report["threads"].get<int>(),
             bytes_text(report["host_memory_available"].get<std::int64_t>()),
             report["simd"]["chosen"].get<std::string>());
  const Json& cuda = report["cuda"];
  for (const Json& device : cuda["devices"])
    fmt::print("CUDA device  {}, compute capability {}, {} free of {}; driver {}, runtime {}\n",
               device["name"].get<std::string>(), device["compute_capability"].get<std::string>(),
               bytes_text(device["memory_free"].get<std::int64_t>()),
               bytes_text(device["memory_total"].get<std::int64_t>()),
               cuda["driver"].get<std::string>(), cuda["runtime"].get<std::string>());
  const std::string cublas = cuda["cublas_problem"].get<std::string>();
  fmt::print("cuBLAS       {}\n", cublas.empty()              ? "can be loaded"
                                  : cuda["built"].get<bool>() ? "cannot be loaded"
                                                              : cublas);
  fmt::print("Python       {}\n", report["python"].get<std::string>());
  for (const Json& line : report["missing"])
    fmt::print("missing      {}\n", line.get<std::string>());
}

}  // namespace

int doctor(bool json) {
  const PythonSetup python = find_python();
  Json report = {{"version", version},
                 {"git_commit", git_commit},
                 {"build", build_description},
                 {"libraries", libraries()},
                 {"threads", omp_get_max_threads()},
                 {"host_memory_available", available_host_memory()},
                 {"simd", simd()},
                 {"cuda", cuda()},
                 {"python", python.interpreter},
                 {"quantities", quantity_list()},
                 {"missing", Json::array()}};
  const std::string cuda_problem = report["cuda"]["problem"].get<std::string>();
  if (!cuda_problem.empty()) report["missing"].push_back("CUDA: " + cuda_problem);
  if (report["cuda"]["built"].get<bool>())
    if (const std::string problem = report["cuda"]["cublas_problem"].get<std::string>();
        !problem.empty())
      report["missing"].push_back(problem);
  if (const std::string advice = python_advice(python); !advice.empty())
    report["missing"].push_back("plot: " + advice);

  if (json)
    fmt::print("{}\n", json_text(report));
  else
    print_text(report);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
