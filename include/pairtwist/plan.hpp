// What a scan would cost, as data: counted from the config alone, before anything is solved.
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

/// The light of light.state = "file" at t = 0.
struct LightDensity {
  std::int64_t levels = 0;
  std::vector<std::complex<double>> matrix;  ///< [n][k]  <n|rho|k>, Hermitian, of trace 1
};

/// Reads the amplitudes of atoms.state = "file" for that many atoms.
using AmplitudeReader =
    std::function<std::vector<std::complex<double>>(const std::string& path, std::int64_t atoms)>;

using LightReader = std::function<LightDensity(const std::string& path)>;

/// Where start states come from that the config only names. src/io/file_readers.hpp makes those of
/// the files of docs/file-format.md; a reader that the job does not need may be empty.
struct StateReaders {
  AmplitudeReader atoms;
  LightReader light;
};

/// Counts over all points of a scan. Bytes are of the largest batch.
struct Plan {
  std::int64_t points = 0;
  std::int64_t samples = 0;                     ///< sample times a point
  std::map<std::string, std::int64_t> methods;  ///< method -> points
  std::int64_t in_double = 0;                   ///< of closed_form, points for which doubles do
  std::int64_t coherences = 0;                  ///< sum of (N+1)²
  std::int64_t solved = 0;                      ///< pairs left by symmetry, demand and weight
  std::int64_t sectors = 0;                     ///< cavity amplitudes evolved
  std::int64_t batches = 0;
  std::int64_t largest_batch = 0;  ///< points
  std::int64_t batch_bytes = 0;    ///< what a backend holds of one batch
  std::int64_t rows_bytes = 0;     ///< what the host holds of its results
  std::int64_t disk_bytes = 0;     ///< numbers of the file before compression
};

/// budget: bytes that a backend may take for the batches of all its slots together.
/// Throws UsageError if one sample time of one point is beyond `host_memory` bytes: says the bytes;
/// or if light from a file has more photon levels than job.solve lets it have. Throws what the
/// readers throw.
Plan make_plan(const Job& job, const Scan& scan, std::int64_t budget, std::int64_t host_memory,
               const StateReaders& readers);

}  // namespace pairtwist
