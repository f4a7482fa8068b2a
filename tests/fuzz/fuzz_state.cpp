// SPDX-License-Identifier: BSD-3-Clause
// Readers of start states. The input becomes an HDF5 file by libhdf5 itself; what libhdf5 does with
// files that it would not write is for damage.py.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "fuzzing.hpp"
#include "hdf5_edits.hpp"
#include "io/atoms_file.hpp"
#include "io/light_file.hpp"

namespace pairtwist::fuzzing {
namespace {

/// Mostly as readers want it: of float64, whole.
void add_part(FuzzedDataProvider& from, hid_t file, const std::string& name,
              const std::vector<hsize_t>& shape) {
  if (from.ConsumeIntegralInRange<int>(0, 7) == 0) {
    add_dataset(from, file, name, from.ConsumeBool() ? shape : any_shape(from));
    return;
  }
  std::vector<double> numbers(count_of(shape));
  for (double& number : numbers) number = from.ConsumeBool() ? 0.0 : any_number(from);
  const h5::Space space = h5::make_space(shape);
  const h5::Dataset dataset(H5Dcreate2(file, name.c_str(), H5T_IEEE_F64LE, space.id(), H5P_DEFAULT,
                                       H5P_DEFAULT, H5P_DEFAULT),
                            "make a dataset");
  H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data());
}

void read_light(FuzzedDataProvider& from) {
  const hsize_t levels = from.ConsumeIntegralInRange<hsize_t>(1, 5);
  const h5::File file = file_in_memory();
  for (const char* name : {"density_re", "density_im"})
    add_part(from, file.id(), name, {levels, levels});
  const std::string bytes = bytes_of(file);
  LightDensity light;
  if (refused([&] { light = read_light_image(bytes, "light.h5"); })) return;
  const auto n = static_cast<std::size_t>(light.levels);
  expect(n > 0 && light.matrix.size() == n * n, "light has a square matrix");
  double trace = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    trace += light.matrix[i * n + i].real();
    expect(light.matrix[i * n + i].real() > -1e-12, "no level has a negative probability");
    for (std::size_t k = 0; k < n; ++k)
      expect(std::abs(light.matrix[i * n + k] - std::conj(light.matrix[k * n + i])) < 1e-12,
             "light is Hermitian");
  }
  expect(std::abs(trace - 1.0) < 1e-12, "light has the trace 1");
}

void read_atoms(FuzzedDataProvider& from) {
  const auto atoms = from.ConsumeIntegralInRange<std::int64_t>(1, 8);
  const h5::File file = file_in_memory();
  for (const char* name : {"amplitude_re", "amplitude_im"})
    add_part(from, file.id(), name, {static_cast<hsize_t>(atoms + 1)});
  const MemoryFile on_disk(bytes_of(file));
  std::vector<std::complex<double>> amplitudes;
  if (refused([&] { amplitudes = read_atoms_file(on_disk.path(), atoms); })) return;
  expect(amplitudes.size() == static_cast<std::size_t>(atoms) + 1, "each m has an amplitude");
  double norm = 0.0;
  for (const std::complex<double> amplitude : amplitudes) norm += std::norm(amplitude);
  expect(std::abs(norm - 1.0) <= 1e-10, "atoms have the norm 1");
}

}  // namespace
}  // namespace pairtwist::fuzzing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const pairtwist::h5::Quiet quiet;
  FuzzedDataProvider from(data, size);
  if (from.ConsumeBool())
    pairtwist::fuzzing::read_light(from);
  else
    pairtwist::fuzzing::read_atoms(from);
  return 0;
}
