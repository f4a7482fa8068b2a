#include "io/result_reader.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "io/h5.hpp"
#include "io/provenance.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Attributes = std::map<std::string, std::string>;

std::string value_or_empty(const Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

h5::File open_result(const std::string& path) {
  h5::File file = h5::open_for_reading(path);
  const std::string format = h5::read_text_attribute(file.id(), "format").value_or("");
  if (!format.starts_with("pairtwist result")) {
    throw IoError(path + " is an HDF5 file, but not a result file of pairtwist");
  }
  if (format != result_format) {
    throw IoError(
        fmt::format("{} has the format \"{}\"; this version reads \"{}\": use the version "
                    "that wrote it",
                    path, format, result_format));
  }
  return file;
}

std::vector<std::string> dataset_names(hid_t file) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  h5::check(H5Literate(file, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect, &names),
            "list the datasets");
  return names;
}

/// Names of the dimension scales attached to a dataset, slowest first.
std::vector<std::string> dimensions_of(hid_t dataset) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, unsigned, hid_t scale, void* out) -> herr_t {
    const ssize_t length = H5Iget_name(scale, nullptr, 0);
    if (length < 1) return -1;
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    H5Iget_name(scale, name.data(), name.size());
    // "/time" and the closing zero
    static_cast<std::vector<std::string>*>(out)->push_back(name.substr(1, name.size() - 2));
    return 1;  // one is enough
  };
  const std::size_t rank = h5::shape_of(dataset).size();
  for (unsigned d = 0; d < rank; ++d) {
    h5::check(H5DSiterate_scales(dataset, d, nullptr, collect, &names), "read the dimensions");
  }
  return names;
}

DimensionSummary read_dimension(hid_t dataset, const std::string& name) {
  DimensionSummary summary;
  summary.name = name;
  const Attributes attributes = h5::read_text_attributes(dataset);
  summary.units = value_or_empty(attributes, "units");
  summary.long_name = value_or_empty(attributes, "long_name");
  const h5::Type type(H5Dget_type(dataset), "read a type");
  if (H5Tget_class(type.id()) == H5T_STRING) {
    summary.labels = h5::read_texts(dataset, "read the dimension " + name);
    summary.size = summary.labels.size();
    return summary;
  }
  const std::vector<double> values = h5::read_doubles(dataset, "read the dimension " + name);
  summary.size = values.size();
  if (!values.empty()) {
    summary.first = values.front();
    summary.last = values.back();
  }
  return summary;
}

void count_status(hid_t dataset, ResultSummary& summary) {
  const std::vector<std::int8_t> flags = h5::read_int8_attribute(dataset, "flag_values");
  std::istringstream meanings(h5::read_text_attribute(dataset, "flag_meanings").value_or(""));
  std::size_t points = 1;
  for (const hsize_t length : h5::shape_of(dataset)) points *= length;
  std::vector<std::int8_t> values(points);
  h5::check(H5Dread(dataset, H5T_NATIVE_INT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            "read the status of the points");
  std::map<std::int8_t, std::size_t> counts;
  for (const std::int8_t value : values) ++counts[value];
  summary.points = points;
  std::string meaning;
  for (std::size_t i = 0; i < flags.size() && meanings >> meaning; ++i) {
    const std::size_t count = counts[flags[i]];
    if (count > 0 || i == 0) summary.status.emplace_back(meaning, count);
  }
}

}  // namespace

ResultSummary read_result_summary(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  ResultSummary summary;
  summary.path = path;
  summary.bytes = std::filesystem::file_size(path);
  try {
    summary.attributes = h5::read_text_attributes(file.id());
    for (const std::string& name : dataset_names(file.id())) {
      const h5::Dataset dataset(H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), "open " + name);
      if (H5DSis_scale(dataset.id()) > 0) {
        summary.dimensions.push_back(read_dimension(dataset.id(), name));
        continue;
      }
      const Attributes attributes = h5::read_text_attributes(dataset.id());
      summary.variables.push_back({name, dimensions_of(dataset.id()),
                                   value_or_empty(attributes, "units"),
                                   value_or_empty(attributes, "long_name")});
      if (name == "status") count_status(dataset.id(), summary);
    }
  } catch (const IoError& error) {
    throw IoError(fmt::format("{} is damaged: {}", path, error.what()));
  }
  return summary;
}

bool same_config(const std::string& path, const std::string& resolved_config) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  return h5::read_text_attribute(file.id(), "resolved_config") == resolved_config;
}

}  // namespace pairtwist
