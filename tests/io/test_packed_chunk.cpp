// SPDX-License-Identifier: BSD-3-Clause
// What HDF5's filters would make of a chunk: HDF5 itself unpacks it, and says of each changed bit
// that it is damaged.
#include <gtest/gtest.h>
#include <hdf5.h>

#include <cstring>
#include <random>
#include <string>

#include "io/h5.hpp"
#include "io/packed_chunk.hpp"
#include "io_support.hpp"

namespace pairtwist::test {
namespace {

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

TEST(Fletcher32, OfWordsWithTheHighByteFirst) {
  EXPECT_EQ(fletcher32({}), 0U);
  EXPECT_EQ(fletcher32(bytes_of({0, 0, 0, 0})), 0U);
  EXPECT_EQ(fletcher32(bytes_of({1, 2})), 0x01020102U);
  // Sums 0x0102 + 0x0304 and 0x0102 + (0x0102 + 0x0304).
  EXPECT_EQ(fletcher32(bytes_of({1, 2, 3, 4})), 0x05080406U);
  EXPECT_EQ(fletcher32(bytes_of({1, 2, 3})), 0x05040402U);
  // In ones' complement 0xffff is what is left of itself.
  EXPECT_EQ(fletcher32(bytes_of({0xff, 0xff, 0, 0})), 0xffffffffU);
}

/// A file with one dataset of one chunk, which has these bytes.
std::vector<std::byte> as_hdf5_reads(const std::vector<std::byte>& packed, std::size_t element_size,
                                     std::size_t count, bool& damaged) {
  const io_test::TempFolder folder;
  const h5::Quiet quiet;
  const h5::File file(
      H5Fcreate(folder.file("chunk.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
      "create a file");
  const hid_t type = element_size == 8   ? H5T_STD_I64LE
                     : element_size == 4 ? H5T_STD_I32LE
                                         : H5T_STD_I8LE;
  const h5::Space space = h5::make_space({count});
  const h5::Properties creation = h5::make_properties(H5P_DATASET_CREATE);
  const hsize_t chunk = count;
  H5Pset_chunk(creation.id(), 1, &chunk);
  H5Pset_shuffle(creation.id());
  H5Pset_deflate(creation.id(), 9);
  H5Pset_fletcher32(creation.id());
  const h5::Dataset dataset(
      H5Dcreate2(file.id(), "d", type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
      "create a dataset");
  const hsize_t offset = 0;
  EXPECT_GE(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, &offset, packed.size(), packed.data()), 0);
  std::vector<std::byte> found(count * element_size);
  damaged = H5Dread(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, found.data()) < 0;
  return found;
}

TEST(PackedChunk, IsWhatHdf5Unpacks) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (const std::size_t element_size : {8U, 4U, 1U})
    for (const std::size_t count : {1U, 2U, 7U, 1000U, 131072U})
      for (const bool noise : {false, true}) {
        std::vector<std::byte> elements(count * element_size);
        for (std::byte& byte : elements)
          byte = static_cast<std::byte>(noise ? random() : random() % 3);
        std::vector<std::byte> packed = packed_chunk(elements, element_size);
        bool damaged = true;
        EXPECT_EQ(as_hdf5_reads(packed, element_size, count, damaged), elements)
            << count << " of " << element_size << " bytes";
        EXPECT_FALSE(damaged);
        packed[random() % packed.size()] ^= std::byte{0x10};
        as_hdf5_reads(packed, element_size, count, damaged);
        EXPECT_TRUE(damaged);
      }
}

TEST(PackedChunk, OfSmoothNumbersIsSmall) {
  std::vector<double> numbers(10000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(i);
  EXPECT_LT(packed_chunk(std::as_bytes(std::span(numbers)), sizeof(double)).size(), 30000U);
}

}  // namespace
}  // namespace pairtwist::test
