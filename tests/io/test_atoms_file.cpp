// SPDX-License-Identifier: BSD-3-Clause
// Start amplitudes from a file: the right ones, and every way in which one can be wrong.
#include <gtest/gtest.h>
#include <hdf5_hl.h>

#include <cmath>
#include <limits>

#include "io/atoms_file.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;
using io_test::TempFolder;

using Numbers = std::vector<double>;

void write_amplitudes(const std::string& path, const Numbers& re, const Numbers& im) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  for (const auto& [name, values] :
       {std::pair{"amplitude_re", re}, std::pair{"amplitude_im", im}}) {
    const hsize_t size = values.size();
    H5LTmake_dataset_double(file, name, 1, &size, values.data());
  }
  H5Fclose(file);
}

TEST(AtomsFile, GivesTheAmplitudesFromTheLowestMUp) {
  const TempFolder folder;
  const std::string path = folder.file("atoms.h5");
  write_amplitudes(path, {0.6, 0.0, 0.0}, {0.0, -0.8, 0.0});
  const auto amplitudes = read_atoms_file(path, 2);
  ASSERT_EQ(amplitudes.size(), 3u);
  EXPECT_EQ(amplitudes[0], std::complex<double>(0.6, 0.0));
  EXPECT_EQ(amplitudes[1], std::complex<double>(0.0, -0.8));
  EXPECT_EQ(amplitudes[2], std::complex<double>(0.0, 0.0));
}

TEST(AtomsFile, SaysWhatIsWrongWithTheState) {
  const TempFolder folder;
  const std::string path = folder.file("atoms.h5");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  struct {
    Numbers re, im;
    const char* says;
  } const wrong[] = {
      {{1.0, 0.0}, {0.0, 0.0}, "needs (3)"},
      {{1.0, 0.0, 0.0}, {0.0, 0.0}, "amplitude_im has the shape (2)"},
      {{1.0, nan, 0.0}, {0.0, 0.0, 0.0}, "amplitude 1 "},
      {{1.0, 1.0, 0.0}, {0.0, 0.0, 0.0}, "squared norm 2"},
      {{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, "squared norm 0"},
      {{std::sqrt(1.0 + 3e-10), 0.0, 0.0}, {0.0, 0.0, 0.0}, "squared norm 1.0000000003"},
      {{1e200, 0.0, 0.0}, {0.0, 0.0, 0.0}, "squared norm inf"},
  };
  for (const auto& [re, im, says] : wrong) {
    write_amplitudes(path, re, im);
    const std::string message = message_of<UsageError>([&] { read_atoms_file(path, 2); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(says), std::string::npos) << message;
  }
}

TEST(AtomsFile, SaysWhyItCannotBeRead) {
  const TempFolder folder;
  io_test::write_file(folder.file("text.h5"), "0.6 0.8");
  H5Fclose(H5Fcreate(folder.file("empty.h5").c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT));
  const hid_t file =
      H5Fcreate(folder.file("floats.h5").c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT);
  const float values[3] = {1.0F, 0.0F, 0.0F};
  const hsize_t size = 3;
  H5LTmake_dataset_float(file, "amplitude_re", 1, &size, values);
  H5Fclose(file);

  const std::vector<std::pair<std::string, std::string>> expected = {
      {"none.h5", "No such file"},
      {"text.h5", "is not an HDF5 file"},
      {"empty.h5", "has no dataset amplitude_re"},
      {"floats.h5", "amplitude_re is not of float64"}};
  for (const auto& [name, reason] : expected) {
    const std::string path = folder.file(name);
    const std::string message = message_of<IoError>([&] { read_atoms_file(path, 2); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(reason), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace pairtwist
