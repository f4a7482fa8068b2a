// SPDX-License-Identifier: BSD-3-Clause
// The numbers of a result file, some points at a time, as a layout says that they lie: to be
// compared with numbers of the same scan that come from elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

/// How exactly coordinates of a file must be those of the layout.
enum class Coordinates {
  bits,
  rounded,  ///< another build may have made the same axis with other functions
};

class ResultRows {
 public:
  /// layout: what the file's own config comes to. That was read, and with it the file's last line
  /// looked at (read_stored_config()), which is not done again. Else throws IoError as
  /// read_result_summary() does.
  ResultRows(const std::string& path, const ResultLayout& layout, Coordinates coordinates);
  ResultRows(ResultRows&&) noexcept;
  ResultRows& operator=(ResultRows&&) noexcept;
  ~ResultRows();

  /// In what the file is not of the layout, a line each: a dataset that is missing, or of another
  /// type or shape; a coordinate with another value.
  const std::vector<std::string>& differences() const;
  /// Whether that variable of the layout can be read.
  bool has(std::size_t variable) const;
  /// A root attribute; "" if the file has none of that name.
  std::string attribute(const std::string& name) const;

  /// Points within the layout. What the file does not have is blank. Throws IoError: damage.
  RowBlock read(const PointRange& range) const;
  /// Calls `visit` with the status of each point, in order. Throws IoError likewise.
  void for_each_status(
      const std::function<void(std::size_t point, std::int8_t status)>& visit) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pairtwist
