// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_datasets.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <string>

#include "io/geometry.hpp"
#include "io/h5_types.hpp"
#include "io/packed_chunk.hpp"
#include "io/stored_start.hpp"

namespace pairtwist {
namespace {

using Scales = std::map<std::string, h5::Dataset, std::less<>>;

h5::Properties creation_properties() {
  h5::Properties properties = h5::make_properties(H5P_DATASET_CREATE);
  h5::check(
      H5Pset_attr_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
      "set the attributes' order");
  return properties;
}

/// Of what no row was written for.
constexpr double fill_number = std::numeric_limits<double>::quiet_NaN();

std::vector<std::byte> fill_of(DataType type) {
  if (type != DataType::float64)
    return std::vector<std::byte>(H5Tget_size(h5::memory_type(type)), std::byte{0});
  std::vector<std::byte> fill(sizeof(double));
  std::memcpy(fill.data(), &fill_number, sizeof(double));
  return fill;
}

/// Chunked, compressed, checksummed, as packed_chunk() does it; a scalar can be none of it (its
/// number is in the hash of the attributes).
h5::Properties number_properties(DataType type, const std::vector<std::size_t>& chunk) {
  h5::Properties properties = creation_properties();
  if (type == DataType::float64)
    h5::check(H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &fill_number),
              "set the fill value");
  if (chunk.empty()) return properties;
  const std::vector<hsize_t> lengths(chunk.begin(), chunk.end());
  h5::check(H5Pset_chunk(properties.id(), static_cast<int>(lengths.size()), lengths.data()),
            "set the chunks");
  h5::check(H5Pset_shuffle(properties.id()), "set the shuffle filter");
  h5::check(H5Pset_deflate(properties.id(), deflate_level), "set the deflate filter");
  h5::check(H5Pset_fletcher32(properties.id()), "set the checksum filter");
  return properties;
}

/// Room for two chunks: the one being filled, and the next when a batch ends in the middle. A chunk
/// that is complete goes first.
h5::Properties cache_properties(const std::vector<std::size_t>& chunk, std::size_t element_size) {
  h5::Properties properties = h5::make_properties(H5P_DATASET_ACCESS);
  std::size_t bytes = element_size;
  for (const std::size_t length : chunk) bytes *= length;
  constexpr std::size_t slots = 521;
  h5::check(H5Pset_chunk_cache(properties.id(), slots, 2 * bytes, 1.0), "set the chunk cache");
  return properties;
}

h5::Dataset create_dataset(hid_t file, const std::string& name, hid_t type,
                           const std::vector<std::size_t>& shape, const h5::Properties& creation,
                           const h5::Properties& access) {
  const h5::Space space = h5::make_space({shape.begin(), shape.end()});
  return h5::Dataset(
      H5Dcreate2(file, name.c_str(), type, space.id(), H5P_DEFAULT, creation.id(), access.id()),
      "create the dataset " + name);
}

void write_attributes(hid_t object, const std::map<std::string, std::string>& attributes) {
  for (const auto& [name, text] : attributes) h5::write_attribute(object, name, text);
}

void write_labels(hid_t dataset, const std::vector<std::string>& labels, hid_t type) {
  std::vector<const char*> pointers;
  for (const std::string& label : labels) pointers.push_back(label.c_str());
  h5::check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
            "write a dimension's labels");
}

h5::Dataset create_labels(hid_t file, const std::string& name,
                          const std::vector<std::string>& labels) {
  const h5::Type text = h5::make_string_type();
  h5::Dataset dataset =
      create_dataset(file, name, text.id(), {labels.size()}, creation_properties(),
                     h5::make_properties(H5P_DATASET_ACCESS));
  write_labels(dataset.id(), labels, text.id());
  return dataset;
}

h5::Dataset create_values(hid_t file, const Dimension& dimension) {
  const std::vector<std::size_t> chunk = chunk_shape({dimension.size()}, sizeof(double));
  h5::Dataset scale = create_dataset(file, dimension.name, H5T_IEEE_F64LE, {dimension.size()},
                                     number_properties(DataType::float64, chunk),
                                     cache_properties(chunk, sizeof(double)));
  h5::check(H5Dwrite(scale.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                     dimension.values.data()),
            "write the dimension " + dimension.name);
  return scale;
}

h5::Dataset create_scale(hid_t file, const Dimension& dimension) {
  h5::Dataset scale = dimension.labels.empty()
                          ? create_values(file, dimension)
                          : create_labels(file, dimension.name, dimension.labels);
  h5::check(H5DSset_scale(scale.id(), dimension.name.c_str()),
            "make a dimension scale of " + dimension.name);
  write_attributes(scale.id(), dimension.attributes);
  return scale;
}

ResultDataset create_variable(hid_t file, const ResultLayout& layout, const Variable& variable,
                              const Scales& scales) {
  const std::vector<std::string> names = layout.dimensions_of(variable);

  ResultDataset result;
  result.memory_type = h5::Type(H5Tcopy(h5::memory_type(variable.type)), "copy a type");
  result.element_size = H5Tget_size(result.memory_type.id());
  result.row_shape = layout.row_shape(variable);
  const std::vector<std::size_t> shape = layout.shape_of(variable);
  const std::vector<std::size_t> chunk = chunk_shape(shape, result.element_size);
  result.dataset = create_dataset(file, variable.name, h5::file_type(variable.type), shape,
                                  number_properties(variable.type, chunk),
                                  cache_properties(chunk, result.element_size));
  if (!chunk.empty()) result.chunks.emplace(shape, chunk, fill_of(variable.type));
  for (std::size_t d = 0; d < names.size(); ++d) {
    h5::check(H5DSattach_scale(result.dataset.id(), scales.find(names[d])->second.id(),
                               static_cast<unsigned>(d)),
              fmt::format("attach the dimension {} to {}", names[d], variable.name));
  }
  write_attributes(result.dataset.id(), variable.attributes);
  if (!variable.flag_values.empty()) {
    h5::write_attribute(result.dataset.id(), "flag_values", std::span(variable.flag_values));
  }
  return result;
}

/// An axis of a zip over words, along the points.
void create_label_coordinate(hid_t file, const ResultLayout& layout, std::size_t i,
                             const Scales& scales) {
  const Variable& coordinate = layout.coordinates[i];
  const h5::Dataset dataset = create_labels(file, coordinate.name, layout.coordinate_labels[i]);
  h5::check(H5DSattach_scale(dataset.id(), scales.at(layout.point_dimensions.front().name).id(), 0),
            "attach the points to " + coordinate.name);
  write_attributes(dataset.id(), coordinate.attributes);
}

}  // namespace

std::vector<ResultDataset> create_result_datasets(hid_t file, const ResultLayout& layout) {
  write_attributes(file, layout.attributes);
  write_stored_starts(file, layout.start_files);
  Scales scales;
  for (const auto* group : {&layout.point_dimensions, &layout.dimensions}) {
    for (const Dimension& dimension : *group) {
      scales.emplace(dimension.name, create_scale(file, dimension));
    }
  }
  for (std::size_t i = 0; i < layout.coordinates.size(); ++i) {
    const std::vector<std::string>& labels = layout.coordinate_labels[i];
    if (!labels.empty()) {
      create_label_coordinate(file, layout, i, scales);
      continue;
    }
    const ResultDataset coordinate = create_variable(file, layout, layout.coordinates[i], scales);
    h5::check(H5Dwrite(coordinate.dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                       layout.coordinate_values[i].data()),
              "write the coordinate " + layout.coordinates[i].name);
  }
  std::vector<ResultDataset> datasets;
  for (const Variable& variable : layout.variables) {
    datasets.push_back(create_variable(file, layout, variable, scales));
  }
  return datasets;
}

}  // namespace pairtwist
