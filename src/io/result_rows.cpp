// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>

#include "io/attributes_hash.hpp"
#include "io/geometry.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/h5_types.hpp"
#include "io/open_result.hpp"
#include "io/result_variables.hpp"
#include "io/row_blocks.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Lengths = std::vector<hsize_t>;

std::string_view type_name(DataType type) {
  switch (type) {
    case DataType::int8:
      return "int8";
    case DataType::int32:
      return "int32";
    case DataType::float64:
      break;
  }
  return "float64";
}

/// Holds a chunk: rows of neighbouring points are mostly in the same one.
h5::Dataset open_with_room(hid_t file, const std::string& name) {
  h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "open " + name);
  const h5::Properties creation(H5Dget_create_plist(dataset.id()), "read how " + name + " lies");
  if (H5Pget_layout(creation.id()) != H5D_CHUNKED) return dataset;
  const h5::Properties access = h5::make_properties(H5P_DATASET_ACCESS);
  constexpr std::size_t slots = 521;
  constexpr std::size_t bytes = std::size_t{4} << 20;  // chunks have at most one of them
  h5::check(H5Pset_chunk_cache(access.id(), slots, bytes, 1.0), "set the chunk cache");
  return {H5Dopen2(file, name.c_str(), access.id()), "open " + name};
}

bool same(double there, double here, Coordinates coordinates) {
  if (std::bit_cast<std::uint64_t>(there) == std::bit_cast<std::uint64_t>(here)) return true;
  constexpr double rounding = 1e-14;
  return coordinates == Coordinates::rounded && std::abs(there - here) <= rounding * std::abs(here);
}

/// What is not as the config makes it; the text is empty if nothing is.
struct Difference {
  std::string text;
  bool of_form = false;  ///< in its presence, type or shape, not in its values
};

/// Of a dataset of coordinates.
Difference difference_of_coordinates(hid_t file, const std::string& name,
                                     const std::vector<double>& values,
                                     const std::vector<std::string>& labels,
                                     Coordinates coordinates) {
  if (H5Lexists(file, name.c_str(), H5P_DEFAULT) <= 0) return {name + ": is not in the file", true};
  const std::string what = "read the dimension " + name;
  const h5::Dataset dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), what);
  const h5::Type type(H5Dget_type(dataset.id()), what);
  if ((h5::own_kind_of_type(type.id()) == "text") != !labels.empty())
    return {name + ": is of another type than its config makes it", true};
  const std::size_t length = labels.empty() ? values.size() : labels.size();
  if (h5::shape_of(dataset.id()) != Lengths{length})
    return {fmt::format("{}: has another length than its config makes it", name), true};
  if (!labels.empty()) {
    const std::vector<std::string> there = h5::read_texts(dataset.id(), what);
    const auto [other, own] = std::ranges::mismatch(there, labels);
    if (own == labels.end()) return {};
    return {fmt::format("{}: is \"{}\" in the file and \"{}\" by its config", name, visible(*other),
                        *own)};
  }
  const std::vector<double> there = h5::read_doubles(dataset.id(), what);
  for (std::size_t i = 0; i < there.size(); ++i)
    if (!same(there[i], values[i], coordinates))
      return {fmt::format("{}: is {} in the file and {} by its config", name, there[i], values[i])};
  return {};
}

}  // namespace

struct ResultRows::Impl {
  struct Source {
    h5::Dataset dataset;
    h5::Space space;
    std::vector<std::size_t> row_shape;
  };

  std::string path;
  ResultLayout layout;
  h5::File file;
  std::vector<std::size_t> point_shape;
  std::vector<std::optional<Source>> sources;  ///< [variable]  none: the file does not have it
  std::vector<std::string> differences;
  std::string other_form;  ///< the first difference of form
  std::string other_type;  ///< the last variable that is of other numbers, all of them

  void note(Difference found) {
    if (found.text.empty()) return;
    if (found.of_form && other_form.empty()) other_form = found.text;
    differences.push_back(std::move(found.text));
  }

  /// Of software that saves what it has read, whole or not.
  void refuse_what_is_not_whole() const {
    if (H5Aexists(file.id(), attributes_hash_name) > 0) return;
    if (other_form.empty() && !other_type.empty())
      throw IoError(fmt::format(
          "{}: {}: other software (xarray) saved it as numbers of another type, rounded or with "
          "gaps, which cannot be held against what is solved again; open it in Python: "
          "pairtwist.open(\"{}\"), or save the result without an encoding",
          path, other_type, path));
    if (other_form.empty()) return;
    throw IoError(fmt::format(
        "{}: {}: it is a selection, or a join of results, saved by other software (xarray), under "
        "the config of a whole scan; open it in Python: pairtwist.open(\"{}\"). What run and merge "
        "write, and whole results that were saved again, can be solved again here",
        path, other_form, path));
  }

  void look_at(const Variable& variable) {
    const std::string& name = variable.name;
    sources.emplace_back();
    if (H5Lexists(file.id(), name.c_str(), H5P_DEFAULT) <= 0) {
      if (name == timed_out_name) return;  // of an earlier version
      note({name + ": is not in the file", true});
      return;
    }
    Source source;
    source.dataset = open_with_room(file.id(), name);
    const h5::Type type(H5Dget_type(source.dataset.id()), "read the type of " + name);
    const std::vector<std::size_t> wanted = layout.shape_of(variable);
    if (h5::shape_of(source.dataset.id()) != Lengths(wanted.begin(), wanted.end())) {
      note({name + ": is of another shape than its config makes it", true});
      return;
    }
    if (h5::own_kind_of_type(type.id()) != type_name(variable.type)) {
      other_type =
          fmt::format("{}: is not {}, as its config makes it", name, type_name(variable.type));
      differences.push_back(other_type);
      return;
    }
    source.space = h5::Space(H5Dget_space(source.dataset.id()), "read a dataspace");
    source.row_shape = layout.row_shape(variable);
    sources.back() = std::move(source);
  }

  void read(std::size_t variable, RowBlock& block) const {
    const Source& source = *sources[variable];
    const Variable& of = layout.variables[variable];
    const std::string what = "read the dataset " + of.name;
    const std::size_t row_size = layout.row_size(of);
    std::span<std::byte> rows =
        std::visit([](auto& values) { return std::as_writable_bytes(std::span(values)); },
                   block.columns[variable]);
    for (const Box& box : grid_boxes(point_shape, block.first_point, block.count)) {
      Lengths start(box.start.begin(), box.start.end());
      Lengths lengths(box.count.begin(), box.count.end());
      start.resize(start.size() + source.row_shape.size(), 0);
      lengths.insert(lengths.end(), source.row_shape.begin(), source.row_shape.end());
      if (!start.empty())
        h5::check(H5Sselect_hyperslab(source.space.id(), H5S_SELECT_SET, start.data(), nullptr,
                                      lengths.data(), nullptr),
                  what);
      const h5::Space memory = h5::make_space({box.size * row_size});
      const hid_t type = h5::memory_type(of.type);
      h5::check(H5Dread(source.dataset.id(), type, memory.id(), source.space.id(), H5P_DEFAULT,
                        rows.data()),
                what);
      rows = rows.subspan(box.size * row_size * H5Tget_size(type));
    }
  }
};

ResultRows::ResultRows(const std::string& path, const ResultLayout& layout, Coordinates coordinates)
    : impl_(std::make_unique<Impl>()) {
  const h5::Quiet quiet;
  Impl& own = *impl_;
  own.path = path;
  own.layout = layout;
  own.file = open_result(path, Seal::known);
  read_undamaged(path, [&] {
    const auto look = [&](const std::string& name, const std::vector<double>& values,
                          const std::vector<std::string>& labels) {
      own.note(difference_of_coordinates(own.file.id(), name, values, labels, coordinates));
    };
    for (const auto* group : {&layout.point_dimensions, &layout.dimensions})
      for (const Dimension& dimension : *group)
        look(dimension.name, dimension.values, dimension.labels);
    for (std::size_t i = 0; i < layout.coordinates.size(); ++i)
      look(layout.coordinates[i].name, layout.coordinate_values[i], layout.coordinate_labels[i]);
    for (const Dimension& dimension : layout.point_dimensions)
      own.point_shape.push_back(dimension.size());
    for (const Variable& variable : layout.variables) own.look_at(variable);
  });
  own.refuse_what_is_not_whole();
}

ResultRows::ResultRows(ResultRows&&) noexcept = default;
ResultRows& ResultRows::operator=(ResultRows&&) noexcept = default;

ResultRows::~ResultRows() {
  const h5::Quiet quiet;
  impl_.reset();
}

const std::vector<std::string>& ResultRows::differences() const { return impl_->differences; }

bool ResultRows::has(std::size_t variable) const { return impl_->sources.at(variable).has_value(); }

std::string ResultRows::attribute(const std::string& name) const {
  const h5::Quiet quiet;
  return h5::read_text_attribute(impl_->file.id(), name).value_or("");
}

RowBlock ResultRows::read(const PointRange& range) const {
  const h5::Quiet quiet;
  if (range.first + range.count > impl_->layout.points())
    throw std::out_of_range(
        fmt::format("ResultRows: no points {} ... of {}", range.first, impl_->layout.points()));
  RowBlock block = blank_rows(impl_->layout, range.first, range.count);
  read_undamaged(impl_->path, [&] {
    for (std::size_t v = 0; v < block.columns.size(); ++v)
      if (has(v)) impl_->read(v, block);
  });
  return block;
}

void ResultRows::for_each_status(
    const std::function<void(std::size_t point, std::int8_t status)>& visit) const {
  const h5::Quiet quiet;
  const std::size_t status = impl_->layout.index_of("status");
  if (!has(status)) throw IoError(impl_->path + ": has no status of its points");
  read_undamaged(impl_->path, [&] {
    std::size_t point = 0;
    h5::for_each_piece(impl_->sources[status]->dataset.id(), H5T_NATIVE_INT8, "read status",
                       [&](std::span<const std::byte> bytes) {
                         for (const std::byte byte : bytes)
                           visit(point++, static_cast<std::int8_t>(byte));
                       });
  });
}

}  // namespace pairtwist
