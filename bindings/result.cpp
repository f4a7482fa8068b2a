// SPDX-License-Identifier: BSD-3-Clause
#include "result.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

/// A NumPy array that owns the vector.
template <class T>
nb::object array_of(std::vector<T> values, const std::vector<std::size_t>& shape) {
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  T* data = owned->data();
  const nb::capsule owner(owned.release(), [](void* pointer) noexcept {
    delete static_cast<std::vector<T>*>(pointer);  // NOLINT(cppcoreguidelines-owning-memory)
  });
  return nb::cast(nb::ndarray<nb::numpy, T>(data, shape.size(), shape.data(), owner));
}

nb::dict texts(const std::map<std::string, std::string>& attributes) {
  nb::dict found;
  for (const auto& [name, text] : attributes) found[name.c_str()] = text.c_str();
  return found;
}

nb::tuple names(const std::vector<std::string>& texts) {
  nb::list found;
  for (const std::string& text : texts) found.append(text.c_str());
  return nb::tuple(found);
}

/// Labels where there are some, instead of values.
nb::object values_or_labels(const std::vector<double>& values,
                            const std::vector<std::string>& labels) {
  return labels.empty() ? array_of(values, {values.size()}) : nb::list(names(labels));
}

nb::tuple scale(const Dimension& dimension) {
  return nb::make_tuple(nb::make_tuple(dimension.name.c_str()),
                        values_or_labels(dimension.values, dimension.labels),
                        texts(dimension.attributes));
}

/// A variable's attributes as a reader of the file has them: `coordinates` is the Dataset's.
nb::dict attributes_of(const Variable& variable) {
  nb::dict found = texts(variable.attributes);
  if (found.contains("coordinates")) nb::del(found["coordinates"]);
  if (!variable.flag_values.empty())
    found["flag_values"] = array_of(variable.flag_values, {variable.flag_values.size()});
  return found;
}

nb::tuple filled(const ResultLayout& layout, const Variable& variable, Column&& column) {
  const std::vector<std::size_t> shape = layout.shape_of(variable);
  nb::object values =
      std::visit([&](auto&& own) { return array_of(std::forward<decltype(own)>(own), shape); },
                 std::move(column));
  return nb::make_tuple(names(layout.dimensions_of(variable)), values, attributes_of(variable));
}

/// Those of a file's root, and the start files that it would hold in a group, which a Dataset has
/// not; of int8, which netCDF's classic form has, too.
nb::dict root_attributes(const ResultLayout& layout) {
  nb::dict found = texts(layout.attributes);
  for (const auto& [role, bytes] : layout.start_files)
    found[(role + "_start").c_str()] =
        array_of(std::vector<std::int8_t>(bytes.begin(), bytes.end()), {bytes.size()});
  return found;
}

/// An axis of a zip, along the points.
nb::tuple coordinate(const ResultLayout& layout, std::size_t i) {
  const Variable& axis = layout.coordinates[i];
  return nb::make_tuple(names(layout.dimensions_of(axis)),
                        values_or_labels(layout.coordinate_values[i], layout.coordinate_labels[i]),
                        attributes_of(axis));
}

}  // namespace

nb::dict dataset_parts(MemorySink sink) {
  const ResultLayout layout = sink.layout();
  RowBlock rows = std::move(sink).release();
  nb::dict coordinates;
  for (const Dimension& dimension : layout.point_dimensions)
    coordinates[dimension.name.c_str()] = scale(dimension);
  for (const Dimension& dimension : layout.dimensions)
    coordinates[dimension.name.c_str()] = scale(dimension);
  for (std::size_t c = 0; c < layout.coordinates.size(); ++c)
    coordinates[layout.coordinates[c].name.c_str()] = coordinate(layout, c);
  nb::dict variables;
  for (std::size_t v = 0; v < layout.variables.size(); ++v)
    variables[layout.variables[v].name.c_str()] =
        filled(layout, layout.variables[v], std::move(rows.columns[v]));
  nb::dict parts;
  parts["coords"] = coordinates;
  parts["data_vars"] = variables;
  parts["attrs"] = root_attributes(layout);
  return parts;
}

}  // namespace pairtwist::bindings
