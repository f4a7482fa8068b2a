// SPDX-License-Identifier: BSD-3-Clause
#include "io/part_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>

#include "io/h5.hpp"
#include "io/h5_room.hpp"
#include "io/h5_storage.hpp"
#include "io/h5_types.hpp"
#include "io/output_file.hpp"
#include "io/posix_error.hpp"
#include "io/row_blocks.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

constexpr const char* part_format = "pairtwist part 1";
constexpr const char* points_name = "points";

using Group = h5::Handle<H5Gclose>;
using Lengths = std::vector<hsize_t>;

/// [row][...] of a variable.
Lengths shape_of_rows(const ResultLayout& layout, const Variable& variable, std::size_t rows) {
  Lengths shape = {rows};
  for (const std::size_t length : layout.row_shape(variable)) shape.push_back(length);
  return shape;
}

h5::Dataset create(hid_t where, const std::string& name, hid_t type, const Lengths& shape) {
  const h5::Space space = h5::make_space(shape);
  return h5::Dataset(
      H5Dcreate2(where, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
      "create the dataset " + name);
}

/// Rows `first` ... `first + count - 1` of a dataset's space, all of their values.
h5::Space rows_of(const h5::Dataset& dataset, Lengths shape, hsize_t first, hsize_t count) {
  h5::Space space(H5Dget_space(dataset.id()), "read a dataspace");
  Lengths start(shape.size(), 0);
  start[0] = first;
  shape[0] = count;
  h5::check(
      H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, shape.data(), nullptr),
      "select rows");
  return space;
}

const void* data_of(const Column& column) {
  return std::visit([](const auto& values) -> const void* { return values.data(); }, column);
}

std::size_t values_of(const Column& column) {
  return std::visit([](const auto& values) { return values.size(); }, column);
}

void write_variable(hid_t group, const ResultLayout& layout, std::size_t v,
                    const std::vector<RowBlock>& blocks, std::size_t rows) {
  const Variable& variable = layout.variables[v];
  const std::string what = "write the dataset " + variable.name;
  const Lengths shape = shape_of_rows(layout, variable, rows);
  h5::Dataset dataset = create(group, variable.name, h5::file_type(variable.type), shape);
  hsize_t first = 0;
  for (const RowBlock& block : blocks) {
    const h5::Space target = rows_of(dataset, shape, first, block.count);
    const h5::Space memory = h5::make_space({values_of(block.columns[v])});
    h5::check(H5Dwrite(dataset.id(), h5::memory_type(variable.type), memory.id(), target.id(),
                       H5P_DEFAULT, data_of(block.columns[v])),
              what);
    first += block.count;
  }
  dataset.close(what);
}

void write_points(hid_t file, const PointSet& points) {
  std::vector<std::uint64_t> numbers;
  for (const PointRange& range : points.ranges()) {
    numbers.push_back(range.first);
    numbers.push_back(range.count);
  }
  h5::Dataset dataset = create(file, points_name, H5T_STD_U64LE, {points.ranges().size(), 2});
  h5::check(
      H5Dwrite(dataset.id(), H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()),
      "write the points");
  dataset.close("write the points");
}

PointSet read_points(hid_t file) {
  const h5::Dataset dataset(H5Dopen2(file, points_name, H5P_DEFAULT), "read the points");
  const Lengths shape = h5::shape_of(dataset.id());
  if (shape.size() != 2 || shape[1] != 2) throw IoError("its points are no list of ranges");
  std::vector<std::uint64_t> numbers(2 * shape[0]);
  h5::check(H5Dread(dataset.id(), H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()),
            "read the points");
  PointSet points;
  for (std::size_t i = 0; i < numbers.size(); i += 2) points.add({numbers[i], numbers[i + 1]});
  return points;
}

}  // namespace

void write_part(const std::string& path, const ResultLayout& layout,
                const std::vector<RowBlock>& blocks, const std::string& config_sha256) {
  PointSet points;
  for (const RowBlock& block : blocks) {
    check_rows(block, layout);
    points.add({block.first_point, block.count});
  }
  const h5::Quiet quiet;
  OutputFile output(path, false);
  h5::Storage storage(output.descriptor());
  const auto check_storage = [&] {
    if (storage.error() != 0) throw posix_error("write", path, storage.error());
  };
  try {
    h5::File file = h5::create_file(storage.access_properties());
    h5::Room to_close;  // behind the file: given back before that is closed, also by an error
    h5::write_attribute(file.id(), "format", part_format);
    h5::write_attribute(file.id(), "config_sha256", config_sha256);
    write_points(file.id(), points);
    {
      const Group rows(H5Gcreate2(file.id(), "rows", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                       "create the group of the rows");
      for (std::size_t v = 0; v < layout.variables.size(); ++v) {
        h5::Room().give_back();  // the points that are solved meanwhile may have taken it
        write_variable(rows.id(), layout, v, blocks, points.size());
      }
    }
    to_close.give_back();
    file.close("close the file");
  } catch (const IoError& error) {
    check_storage();
    throw IoError(fmt::format("{}: {}", path, error.what()));
  }
  check_storage();
  output.publish();
}

struct PartReader::Impl {
  const ResultLayout* layout;
  std::string path;
  h5::File file;
  PointSet points;
};

PartReader::PartReader(const std::string& path, const ResultLayout& layout,
                       const std::string& config_sha256)
    : impl_(std::make_unique<Impl>()) {
  const h5::Quiet quiet;
  impl_->layout = &layout;
  impl_->path = path;
  impl_->file = h5::open_for_reading(path);
  if (h5::read_text_attribute(impl_->file.id(), "format") != part_format)
    throw IoError(path + " is no part of a scan");
  if (h5::read_text_attribute(impl_->file.id(), "config_sha256") != config_sha256)
    throw IoError(path + " is a part of another scan");
  try {
    impl_->points = read_points(impl_->file.id());
  } catch (const std::invalid_argument&) {
    throw IoError(path + ": its points are not in order");
  }
}

PartReader::PartReader(PartReader&&) noexcept = default;
PartReader& PartReader::operator=(PartReader&&) noexcept = default;

PartReader::~PartReader() {
  const h5::Quiet quiet;
  impl_.reset();
}

const PointSet& PartReader::points() const { return impl_->points; }

RowBlock PartReader::read(const PointRange& range, FileWork* work) const {
  const h5::Quiet quiet;
  const ResultLayout& layout = *impl_->layout;
  std::size_t first = 0;
  for (const PointRange& own : impl_->points.ranges()) {
    if (range.first >= own.first && range.first + range.count <= own.first + own.count) {
      first += range.first - own.first;
      RowBlock block = blank_rows(layout, range.first, range.count);
      for (std::size_t v = 0; v < layout.variables.size(); ++v) {
        const Variable& variable = layout.variables[v];
        const std::string what = fmt::format("read rows/{} of {}", variable.name, impl_->path);
        const h5::Dataset dataset(
            H5Dopen2(impl_->file.id(), ("rows/" + variable.name).c_str(), H5P_DEFAULT), what);
        const Lengths shape = shape_of_rows(layout, variable, impl_->points.size());
        if (h5::shape_of(dataset.id()) != shape)
          throw IoError(fmt::format("cannot {}: it has another shape", what));
        const h5::Space source = rows_of(dataset, shape, first, range.count);
        const h5::Space memory = h5::make_space({values_of(block.columns[v])});
        h5::check(H5Dread(dataset.id(), h5::memory_type(variable.type), memory.id(), source.id(),
                          H5P_DEFAULT, const_cast<void*>(data_of(block.columns[v]))),
                  what);
        if (work != nullptr) work->add(0, impl_->path);
      }
      return block;
    }
    first += own.count;
  }
  throw std::logic_error(fmt::format("PartReader: {} has no such points", impl_->path));
}

}  // namespace pairtwist
