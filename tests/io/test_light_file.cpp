// SPDX-License-Identifier: BSD-3-Clause
// Start light from a file: the right one, and every way in which one can be wrong.
#include <gtest/gtest.h>
#include <hdf5_hl.h>

#include <cmath>
#include <complex>
#include <limits>

#include "io/file_readers.hpp"
#include "io/light_file.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;
using io_test::TempFolder;

using Numbers = std::vector<double>;
using Shape = std::vector<hsize_t>;

struct Part {
  Shape shape;
  Numbers values;
};

void write_density(const std::string& path, const Part& re, const Part& im) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  for (const auto& [name, part] : {std::pair{"density_re", re}, std::pair{"density_im", im}}) {
    const int rank = static_cast<int>(part.shape.size());
    H5LTmake_dataset_double(file, name, rank, part.shape.data(), part.values.data());
  }
  H5Fclose(file);
}

/// Square matrices of as many rows as the numbers fill.
void write_square(const std::string& path, const Numbers& re, const Numbers& im) {
  const auto levels = static_cast<hsize_t>(std::lround(std::sqrt(static_cast<double>(re.size()))));
  write_density(path, {{levels, levels}, re}, {{levels, levels}, im});
}

/// `levels` equally likely photon numbers; datasets of that shape without a number where zero.
void write_diagonal(const std::string& path, hsize_t levels) {
  Numbers re(levels * levels, 0.0);
  for (hsize_t n = 0; n < levels; ++n) re[n * (levels + 1)] = 1.0 / static_cast<double>(levels);
  write_square(path, re, Numbers(re.size(), 0.0));
}

TEST(LightFile, GivesTheMatrixRowByRow) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  // |psi> = 0.6 |0> + 0.8 i |2>: <0|rho|2> = 0.6 (0.8 i)* = -0.48 i
  write_square(path, {0.36, 0, 0, 0, 0, 0, 0, 0, 0.64}, {0, 0, -0.48, 0, 0, 0, 0.48, 0, 0});
  for (const LightDensity& light : {read_light_file(path), file_readers().light(path)}) {
    EXPECT_EQ(light.levels, 3);
    ASSERT_EQ(light.matrix.size(), 9U);
    EXPECT_EQ(light.matrix[0], 0.36);
    EXPECT_EQ(light.matrix[2], std::complex<double>(0.0, -0.48));
    EXPECT_EQ(light.matrix[6], std::complex<double>(0.0, 0.48));
    EXPECT_EQ(light.matrix[8], 0.64);
    EXPECT_EQ(light.matrix[4], 0.0);
  }
}

TEST(LightFile, OneLevelIsTheVacuum) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  write_square(path, {1.0}, {0.0});
  const LightDensity light = read_light_file(path);
  EXPECT_EQ(light.levels, 1);
  EXPECT_EQ(light.matrix, std::vector<std::complex<double>>{1.0});
}

TEST(LightFile, MakesSmallErrorsGood) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  write_square(path, {0.5 + 4e-11, 0.3 + 2e-11, 0.3 - 2e-11, 0.5}, {2e-11, 0.1, -0.1 + 3e-11, 0.0});
  const LightDensity light = read_light_file(path);
  EXPECT_EQ(light.matrix[1], std::conj(light.matrix[2]));
  EXPECT_EQ(light.matrix[0].imag(), 0.0);
  EXPECT_NEAR((light.matrix[0] + light.matrix[3]).real(), 1.0, 2e-16);
  EXPECT_NEAR(light.matrix[1].real(), 0.3, 2e-11);
  EXPECT_NEAR(light.matrix[1].imag(), 0.1 - 1.5e-11, 1e-11);

  write_square(path, {1.0 + 9e-11, 0, 0, -9e-11}, {0, 0, 0, 0});
  EXPECT_NO_THROW(read_light_file(path));
}

TEST(LightFile, TakesAsManyLevelsAsThereMayBe) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  write_diagonal(path, 1024);
  EXPECT_EQ(read_light_file(path).levels, kLargestCutoff);
}

TEST(LightFile, SaysWhatIsWrongWithTheState) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  const Numbers zero(4, 0.0);
  struct {
    Numbers re, im;
    const char* says;
  } const wrong[] = {
      {{1, 0, nan, 0}, zero, "<1|rho|0> is nan +0i, not a finite number"},
      {{1, 0, 0, 0}, {0, inf, 0, 0}, "<0|rho|1> is 0 +infi, not a finite number"},
      {{0.5, 0.2, 0.1, 0.5},
       zero,
       "<1|rho|0> is 0.1 +0i and <0|rho|1> is 0.2 +0i; a density matrix has complex conjugates"},
      {{0.5, 0, 0, 0.5}, {0, 0.25, 0.25, 0}, "<1|rho|0> is 0 +0.25i and <0|rho|1> is 0 +0.25i"},
      {{0.5, 0, 0, 0.5},
       {0, 0, 0, 1e-9},
       "<1|rho|1> is 0.5 +1e-09i; the diagonal of a density matrix has"},
      {{0.5, 0.1 + 3e-10, 0.1, 0.5}, zero, "<0|rho|1> is 0.1000000003 +0i"},
      {{1, 0, 0, 1}, zero, "the trace of the density matrix is 2;"},
      {zero, zero, "the trace of the density matrix is 0;"},
      {{1.0 + 3e-10, 0, 0, 0}, zero, "the trace of the density matrix is 1.0000000003;"},
      {{1e308, 0, 0, 1e308}, zero, "the trace of the density matrix is inf;"},
      {{1.25, 0, 0, -0.25}, zero, "the density matrix has the eigenvalue -0.25;"},
      {{0.5, 0, 0, 0.5}, {0, 0.75, -0.75, 0}, "the density matrix has the eigenvalue -0.2"},
      {{1.0 + 3e-10, 0, 0, -3e-10}, zero, "the density matrix has the eigenvalue -3"},
      {{0.5, 1e300, 1e300, 0.5}, zero, "the density matrix has the eigenvalue -"},
  };
  for (const auto& [re, im, says] : wrong) {
    write_square(path, re, im);
    const std::string message = message_of<UsageError>([&] { read_light_file(path); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(says), std::string::npos) << message;
  }
}

TEST(LightFile, SaysWhatIsWrongWithTheShape) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  const Numbers some(9, 0.0);
  struct {
    Shape re, im;
    const char* says;
  } const wrong[] = {
      {{4}, {4}, "density_re has the shape (4); a density matrix needs (levels, levels)"},
      {{}, {}, "density_re has the shape (); a density matrix needs (levels, levels)"},
      {{2, 3}, {2, 3}, "density_re has the shape (2, 3); a density matrix needs (levels, levels)"},
      {{2, 2, 2}, {2, 2, 2}, "density_re has the shape (2, 2, 2); a density matrix needs"},
      {{0, 0}, {0, 0}, "density_re has the shape (0, 0); a density matrix needs"},
      {{2, 2}, {3, 3}, "density_im has the shape (3, 3), density_re (2, 2); they need the same"},
      {{3, 3}, {9}, "density_im has the shape (9), density_re (3, 3)"},
  };
  for (const auto& [re, im, says] : wrong) {
    write_density(path, {re, some}, {im, some});
    const std::string message = message_of<UsageError>([&] { read_light_file(path); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(says), std::string::npos) << message;
  }
}

TEST(LightFile, TooManyLevelsAreRefusedUnread) {
  const TempFolder folder;
  const std::string path = folder.file("light.h5");
  write_diagonal(path, 1025);
  EXPECT_NE(message_of<UsageError>([&] {
              read_light_file(path);
            }).find("density_re has the shape (1025, 1025); at most 1024 photon levels"),
            std::string::npos);

  // Petabytes, of which nothing was ever written.
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const Shape shape = {20'000'000, 20'000'000};
  const Shape chunk = {16, 16};
  const hid_t space = H5Screate_simple(2, shape.data(), nullptr);
  const hid_t chunked = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(chunked, 2, chunk.data());
  for (const char* name : {"density_re", "density_im"})
    H5Dclose(H5Dcreate2(file, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, chunked, H5P_DEFAULT));
  H5Pclose(chunked);
  H5Sclose(space);
  H5Fclose(file);
  EXPECT_NE(message_of<UsageError>([&] { read_light_file(path); }).find("at most 1024"),
            std::string::npos);
}

TEST(LightFile, SaysWhyItCannotBeRead) {
  const TempFolder folder;
  const auto create = [&](const std::string& name) {
    return H5Fcreate(folder.file(name).c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT);
  };
  const hsize_t shape[2] = {1, 1};
  const double one = 1.0;
  const float single = 1.0F;
  const int whole = 1;
  io_test::write_file(folder.file("text.h5"), "1.0");
  H5Fclose(create("empty.h5"));
  hid_t file = create("real.h5");
  H5LTmake_dataset_double(file, "density_re", 2, shape, &one);
  H5Fclose(file);
  file = create("floats.h5");
  H5LTmake_dataset_float(file, "density_re", 2, shape, &single);
  H5Fclose(file);
  file = create("integers.h5");
  H5LTmake_dataset_double(file, "density_re", 2, shape, &one);
  H5LTmake_dataset_int(file, "density_im", 2, shape, &whole);
  H5Fclose(file);
  file = create("group.h5");
  H5Gclose(H5Gcreate2(file, "density_re", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Fclose(file);
  write_diagonal(folder.file("whole.h5"), 64);
  const std::string bytes = io_test::read_file(folder.file("whole.h5"));
  io_test::write_file(folder.file("half.h5"), bytes.substr(0, bytes.size() / 2));

  const std::vector<std::pair<std::string, std::string>> expected = {
      {"none.h5", "No such file"},
      {"text.h5", "is not an HDF5 file"},
      {"empty.h5", "has no dataset density_re; light.state = \"file\" reads the float64 datasets"},
      {"real.h5", "has no dataset density_im"},
      {"floats.h5", "density_re is not of float64"},
      {"integers.h5", "density_im is not of float64"},
      {"group.h5", "cannot read density_re of"},
      {"half.h5", "is truncated or damaged"}};
  for (const auto& [name, reason] : expected) {
    const std::string path = folder.file(name);
    const std::string message = message_of<IoError>([&] { read_light_file(path); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(reason), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace pairtwist
