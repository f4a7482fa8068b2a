// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5_room.hpp"

#include <hdf5.h>
#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <utility>

namespace pairtwist::h5 {
namespace {

/// Its cache of an open file takes one or two, tables and buffers of datasets a few more.
constexpr std::size_t enough = std::size_t{16} << 20;

}  // namespace

// Mapped and not allocated: what malloc is given back it would keep, and not have it mapped anew.
Room::Room()
    : start_(::mmap(nullptr, enough, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
  if (start_ == MAP_FAILED) throw std::bad_alloc();
}

void end_without_looking_back() { H5dont_atexit(); }

void Room::give_back() noexcept {
  if (start_ != nullptr) ::munmap(std::exchange(start_, nullptr), enough);
}

}  // namespace pairtwist::h5
