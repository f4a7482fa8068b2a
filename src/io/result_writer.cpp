// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "engines/run_tasks.hpp"
#include "io/attributes_hash.hpp"
#include "io/chunk_gatherer.hpp"
#include "io/file_seal.hpp"
#include "io/h5_room.hpp"
#include "io/h5_storage.hpp"
#include "io/h5_types.hpp"
#include "io/output_file.hpp"
#include "io/packed_chunk.hpp"
#include "io/posix_error.hpp"
#include "io/result_datasets.hpp"
#include "io/row_blocks.hpp"

namespace pairtwist {

struct ResultWriter::Impl {
  ResultLayout layout;
  int threads = 1;
  FileWork* progress = nullptr;
  std::size_t points_written = 0;
  // Destroyed from the last to the first: HDF5 closes before its storage and the file go.
  std::optional<OutputFile> output;  ///< none: in memory
  h5::Storage storage;
  h5::File file;
  std::vector<ResultDataset> datasets;  ///< [variable]
  std::optional<h5::Room> to_close;

  Impl(ResultLayout result_layout, const std::string& path, const Options& options)
      : layout(std::move(result_layout)),
        threads(std::max(options.threads, 1)),
        progress(options.work),
        output(std::in_place, path, options.force),
        storage(output->descriptor()) {
    create();
  }

  explicit Impl(ResultLayout result_layout) : layout(std::move(result_layout)), storage(-1) {
    create();
  }

  ~Impl() {
    const h5::Quiet quiet;
    to_close.reset();
    datasets.clear();
    file = {};
  }

  void create() {
    guarded([this] {
      file = h5::create_file(storage.access_properties());
      to_close.emplace();
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

  struct Chunk {
    std::size_t variable;
    WholeChunk whole;
  };
  void write(const RowBlock& block);
  void write_unfinished();
  void write_chunks(const std::vector<Chunk>& chunks);
  std::vector<std::vector<std::byte>> pack(std::span<const Chunk> chunks) const;
};

void ResultWriter::Impl::write(const RowBlock& block) {
  std::vector<Chunk> chunks;
  for (std::size_t v = 0; v < block.columns.size(); ++v) {
    ResultDataset& target = datasets[v];
    const std::span<const std::byte> rows = std::visit(
        [](const auto& values) { return std::as_bytes(std::span(values)); }, block.columns[v]);
    if (!target.chunks) {
      h5::check(H5Dwrite(target.dataset.id(), target.memory_type.id(), H5S_ALL, H5S_ALL,
                         H5P_DEFAULT, rows.data()),
                "write the dataset " + layout.variables[v].name);
      continue;
    }
    const std::size_t row_size = layout.row_size(layout.variables[v]);
    for (WholeChunk& chunk : target.chunks->add(block.first_point * row_size, rows))
      chunks.push_back({v, std::move(chunk)});
  }
  write_chunks(chunks);
}

/// As they are so far: they will be written again.
void ResultWriter::Impl::write_unfinished() {
  std::vector<Chunk> chunks;
  for (std::size_t v = 0; v < datasets.size(); ++v)
    if (datasets[v].chunks)
      for (WholeChunk& chunk : datasets[v].chunks->unfinished())
        chunks.push_back({v, std::move(chunk)});
  write_chunks(chunks);
}

/// All threads pack; one writes, since HDF5 is not for two. A few chunks at a time, so that not all
/// are in memory twice.
void ResultWriter::Impl::write_chunks(const std::vector<Chunk>& chunks) {
  constexpr std::size_t of_thread = 4;
  const std::size_t together = of_thread * static_cast<std::size_t>(threads);
  for (std::size_t first = 0; first < chunks.size(); first += together) {
    const std::span<const Chunk> some =
        std::span(chunks).subspan(first, std::min(together, chunks.size() - first));
    const std::vector<std::vector<std::byte>> packed = pack(some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      const std::vector<hsize_t> offset(some[i].whole.offset.begin(), some[i].whole.offset.end());
      h5::check(H5Dwrite_chunk(datasets[some[i].variable].dataset.id(), H5P_DEFAULT, 0,
                               offset.data(), packed[i].size(), packed[i].data()),
                "write the dataset " + layout.variables[some[i].variable].name);
      if (progress != nullptr) progress->add(some[i].whole.elements.size(), place());
    }
  }
}

std::vector<std::vector<std::byte>> ResultWriter::Impl::pack(std::span<const Chunk> chunks) const {
  std::vector<std::vector<std::byte>> packed(chunks.size());
  struct Nothing {};
  engines::run_tasks<Nothing>(
      static_cast<std::int64_t>(chunks.size()), threads, nullptr, [&](std::int64_t i, Nothing&) {
        const auto at = static_cast<std::size_t>(i);
        packed[at] =
            packed_chunk(chunks[at].whole.elements, datasets[chunks[at].variable].element_size);
      });
  return packed;
}

ResultWriter::ResultWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ResultWriter::ResultWriter(const std::string& path, ResultLayout layout, Options options)
    : impl_(std::make_unique<Impl>(std::move(layout), path, options)) {}

ResultWriter ResultWriter::in_memory(ResultLayout layout) {
  return ResultWriter(std::make_unique<Impl>(std::move(layout)));
}

ResultWriter::~ResultWriter() = default;

const ResultLayout& ResultWriter::layout() const { return impl_->layout; }

void ResultWriter::write(const RowBlock& block) {
  check_rows(block, impl_->layout);
  impl_->guarded([&] { impl_->write(block); });
  impl_->points_written += block.count;
}

std::uint64_t ResultWriter::bytes() {
  impl_->guarded([this] {
    impl_->write_unfinished();
    h5::check(H5Fflush(impl_->file.id(), H5F_SCOPE_GLOBAL), "flush the file");
  });
  return impl_->storage.size();
}

void ResultWriter::finish() {
  if (impl_->points_written < impl_->layout.points()) {
    throw std::logic_error(fmt::format("ResultWriter: {} of {} points were written",
                                       impl_->points_written, impl_->layout.points()));
  }
  impl_->guarded([this] {
    h5::write_attribute(impl_->file.id(), attributes_hash_name, attributes_hash(impl_->file.id()));
    impl_->to_close.reset();
    for (ResultDataset& dataset : impl_->datasets) dataset.dataset.close("close a dataset");
    impl_->datasets.clear();
    impl_->file.close("close the file");
  });
  if (!impl_->output) return;
  seal_file(impl_->output->descriptor(), impl_->place(), impl_->progress);
  if (impl_->progress != nullptr) impl_->progress->begin(FileWork::Step::syncing, 0);
  impl_->output->publish(OutputFile::Nameless::kept);
}

}  // namespace pairtwist
