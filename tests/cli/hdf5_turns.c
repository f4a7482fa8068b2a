/* SPDX-License-Identifier: BSD-3-Clause
 * Stands before libhdf5 (LD_PRELOAD) and ends the process, with code 99, when two threads are in it
 * at once, which a libhdf5 that is not built for threads answers by chance. Each call takes a
 * millisecond longer, so that those that may meet do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

typedef int64_t hid_t; /* as in H5Ipublic.h, which needs a folder of its own to be found */
typedef int herr_t;
typedef unsigned long long hsize_t;

static atomic_int inside;
static _Thread_local int depth;

static void enter(void) {
  static const char met[] = "two threads are in libhdf5 at once\n";
  if (depth++ > 0) return;
  if (atomic_fetch_add(&inside, 1) > 0) {
    if (write(2, met, sizeof met - 1) < 0) _exit(98);
    _exit(99);
  }
  usleep(1000);
}

static void leave(void) {
  if (--depth == 0) atomic_fetch_sub(&inside, 1);
}

#define TURN(type, name, parameters, arguments)       \
  type name parameters {                              \
    type(*next) parameters = dlsym(RTLD_NEXT, #name); \
    enter();                                          \
    const type result = next arguments;               \
    leave();                                          \
    return result;                                    \
  }

TURN(hid_t, H5Dopen2, (hid_t place, const char* name, hid_t access), (place, name, access))
TURN(herr_t, H5Dclose, (hid_t set), (set))
TURN(herr_t, H5Dread, (hid_t set, hid_t type, hid_t to, hid_t from, hid_t how, void* values),
     (set, type, to, from, how, values))
TURN(herr_t, H5Dwrite, (hid_t set, hid_t type, hid_t from, hid_t to, hid_t how, const void* values),
     (set, type, from, to, how, values))
TURN(herr_t, H5Dwrite_chunk,
     (hid_t set, hid_t how, uint32_t filters, const hsize_t* offset, size_t size,
      const void* chunk),
     (set, how, filters, offset, size, chunk))
