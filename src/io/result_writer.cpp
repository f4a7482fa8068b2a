// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_writer.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "io/attributes_hash.hpp"
#include "io/file_seal.hpp"
#include "io/geometry.hpp"
#include "io/h5_storage.hpp"
#include "io/h5_types.hpp"
#include "io/output_file.hpp"
#include "io/posix_error.hpp"
#include "io/result_datasets.hpp"
#include "io/row_blocks.hpp"

namespace pairtwist {

struct ResultWriter::Impl {
  ResultLayout layout;
  std::vector<std::size_t> point_shape;
  std::size_t points_written = 0;
  // Destroyed from the last to the first: HDF5 closes before its storage and the file go.
  std::optional<OutputFile> output;  ///< none: in memory
  h5::Storage storage;
  h5::File file;
  std::vector<ResultDataset> datasets;  ///< [variable]

  Impl(ResultLayout result_layout, const std::string& path, bool force)
      : layout(std::move(result_layout)),
        output(std::in_place, path, force),
        storage(output->descriptor()) {
    create();
  }

  explicit Impl(ResultLayout result_layout) : layout(std::move(result_layout)), storage(-1) {
    create();
  }

  ~Impl() {
    const h5::Quiet quiet;
    datasets.clear();
    file = {};
  }

  void create() {
    for (const Dimension& dimension : layout.point_dimensions) {
      point_shape.push_back(dimension.size());
    }
    guarded([this] {
      file = h5::create_file(storage.access_properties());
      datasets = create_result_datasets(file.id(), layout);
    });
  }

  std::string place() const { return output ? output->path() : "the result in memory"; }

  /// Runs HDF5 calls; the disk's error, if there was one, explains more than HDF5's.
  template <class Work>
  void guarded(Work&& work) {
    const h5::Quiet quiet;
    try {
      work();
    } catch (const IoError& error) {
      check_storage();
      throw IoError(fmt::format("{}: {}", place(), error.what()));
    }
    check_storage();
  }

  void check_storage() const {
    if (storage.error() != 0) throw posix_error("write", place(), storage.error());
  }

  void write(std::size_t variable, const RowBlock& block);
};

void ResultWriter::Impl::write(std::size_t variable, const RowBlock& block) {
  const ResultDataset& target = datasets[variable];
  const std::string what = "write the dataset " + layout.variables[variable].name;
  const std::size_t row_size = layout.row_size(layout.variables[variable]);
  std::span<const std::byte> rows = std::visit(
      [](const auto& values) { return std::as_bytes(std::span(values)); }, block.columns[variable]);
  for (const Box& box : grid_boxes(point_shape, block.first_point, block.count)) {
    std::vector<hsize_t> start(box.start.begin(), box.start.end());
    std::vector<hsize_t> lengths(box.count.begin(), box.count.end());
    start.resize(start.size() + target.row_shape.size(), 0);
    lengths.insert(lengths.end(), target.row_shape.begin(), target.row_shape.end());
    if (!start.empty()) {
      h5::check(H5Sselect_hyperslab(target.space.id(), H5S_SELECT_SET, start.data(), nullptr,
                                    lengths.data(), nullptr),
                what);
    }
    const h5::Space memory = h5::make_space({box.size * row_size});
    h5::check(H5Dwrite(target.dataset.id(), target.memory_type.id(), memory.id(), target.space.id(),
                       H5P_DEFAULT, rows.data()),
              what);
    rows = rows.subspan(box.size * row_size * target.element_size);
  }
}

ResultWriter::ResultWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ResultWriter::ResultWriter(const std::string& path, ResultLayout layout, Options options)
    : impl_(std::make_unique<Impl>(std::move(layout), path, options.force)) {}

ResultWriter ResultWriter::in_memory(ResultLayout layout) {
  return ResultWriter(std::make_unique<Impl>(std::move(layout)));
}

ResultWriter::~ResultWriter() = default;

const ResultLayout& ResultWriter::layout() const { return impl_->layout; }

void ResultWriter::write(const RowBlock& block) {
  check_rows(block, impl_->layout);
  impl_->guarded([&] {
    for (std::size_t v = 0; v < block.columns.size(); ++v) impl_->write(v, block);
  });
  impl_->points_written += block.count;
}

std::uint64_t ResultWriter::bytes() {
  impl_->guarded(
      [this] { h5::check(H5Fflush(impl_->file.id(), H5F_SCOPE_GLOBAL), "flush the file"); });
  return impl_->storage.size();
}

void ResultWriter::finish() {
  if (impl_->points_written < impl_->layout.points()) {
    throw std::logic_error(fmt::format("ResultWriter: {} of {} points were written",
                                       impl_->points_written, impl_->layout.points()));
  }
  impl_->guarded([this] {
    h5::write_attribute(impl_->file.id(), attributes_hash_name, attributes_hash(impl_->file.id()));
    for (ResultDataset& dataset : impl_->datasets) dataset.dataset.close("close a dataset");
    impl_->datasets.clear();
    impl_->file.close("close the file");
  });
  if (!impl_->output) return;
  seal_file(impl_->output->descriptor(), impl_->place());
  impl_->output->publish(OutputFile::Nameless::kept);
}

}  // namespace pairtwist
