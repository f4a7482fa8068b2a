// SPDX-License-Identifier: BSD-3-Clause
// The driver under a result file: bytes kept whatever the disk does, and HDF5 none the wiser.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <random>

#include "io/h5_storage.hpp"
#include "io_support.hpp"

namespace pairtwist {
namespace {

using io_test::TempFolder;

/// Where the bytes go: memory, a file, a file of which every write fails.
enum class Place { memory, file, broken };

struct Descriptor {
  Descriptor(Place place, const TempFolder& folder) {
    if (place == Place::memory) return;
    io_test::write_file(folder.file("bytes"), "");
    id = ::open(folder.file("bytes").c_str(), place == Place::file ? O_RDWR : O_RDONLY);
  }
  ~Descriptor() {
    if (id >= 0) ::close(id);
  }
  int id = -1;
};

TEST(H5Storage, KeepsEveryByte) {
  for (const Place place : {Place::memory, Place::file, Place::broken}) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("place " + std::to_string(static_cast<int>(place)) + ", seed " +
                 std::to_string(seed));
    std::mt19937_64 random(seed);
    const TempFolder folder;
    const Descriptor descriptor(place, folder);
    h5::Storage storage(descriptor.id);
    std::vector<std::byte> oracle(1 << 20, std::byte{0});
    std::uint64_t end = 0;
    for (int step = 0; step < 300; ++step) {
      const std::size_t offset = random() % oracle.size();
      const std::size_t count = random() % std::min<std::size_t>(oracle.size() - offset, 200'000);
      std::vector<std::byte> bytes(count);
      if (step % 2 == 0) {
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
        std::memcpy(oracle.data() + offset, bytes.data(), count);
        storage.write(offset, bytes.data(), count);
        end = std::max(end, offset + count);
      } else {
        ASSERT_TRUE(storage.read(offset, bytes.data(), count));
        ASSERT_EQ(std::memcmp(oracle.data() + offset, bytes.data(), count), 0) << step;
      }
    }
    EXPECT_EQ(storage.size(), end);
    EXPECT_EQ(storage.error(), place == Place::broken ? EBADF : 0);
  }
}

TEST(H5Storage, HDF5ClosesAFileThatCannotBeWritten) {
  const TempFolder folder;
  const Descriptor descriptor(Place::broken, folder);
  h5::Storage storage(descriptor.id);
  {
    h5::File file(H5Fcreate("test", H5F_ACC_TRUNC, H5P_DEFAULT, storage.access_properties().id()),
                  "create");
    for (int i = 0; i < 200; ++i) {
      const h5::Space space = h5::make_space({1000});
      h5::Dataset dataset(
          H5Dcreate2(file.id(), ("d" + std::to_string(i)).c_str(), H5T_NATIVE_DOUBLE, space.id(),
                     H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
          "create a dataset");
      const std::vector<double> values(1000, i);
      h5::check(
          H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "write");
    }
    EXPECT_EQ(storage.error(), EBADF);
    h5::Dataset dataset(H5Dopen2(file.id(), "d7", H5P_DEFAULT), "open");
    EXPECT_EQ(h5::read_doubles(dataset.id(), "read"), std::vector<double>(1000, 7.0));
    dataset.close("close");
    EXPECT_NO_THROW(file.close("close"));
  }
  EXPECT_EQ(H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL), 0) << "HDF5 holds nothing for its exit";
  EXPECT_EQ(std::filesystem::file_size(folder.file("bytes")), 0u);
}

TEST(H5Storage, TheFileIsAnOrdinaryOne) {
  const TempFolder folder;
  const Descriptor descriptor(Place::file, folder);
  h5::Storage storage(descriptor.id);
  {
    const h5::File file(
        H5Fcreate("test", H5F_ACC_TRUNC, H5P_DEFAULT, storage.access_properties().id()), "create");
    h5::write_attribute(file.id(), "text", std::string("written"));
  }
  EXPECT_EQ(storage.error(), 0);
  const h5::File file = h5::open_for_reading(folder.file("bytes"));
  EXPECT_EQ(h5::read_text_attribute(file.id(), "text"), "written");
}

}  // namespace
}  // namespace pairtwist
