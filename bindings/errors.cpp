// SPDX-License-Identifier: BSD-3-Clause
#include "errors.hpp"

#include <nanobind/nanobind.h>

#include <exception>
#include <new>

#include "pairtwist/error.hpp"

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

const char* class_of(Exit code) {
  switch (code) {
    case Exit::usage:
      return "UsageError";
    case Exit::io:
      return "FileError";
    case Exit::device:
      return "DeviceError";
    default:
      return "PairtwistError";
  }
}

void raise(const char* type, const char* message) {
  PyErr_SetString(nb::module_::import_("pairtwist.errors").attr(type).ptr(), message);
}

}  // namespace

void translate_errors() {
  nb::register_exception_translator([](const std::exception_ptr& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise(class_of(error.code()), error.what());
    } catch (const std::bad_alloc&) {
      raise("OutOfMemoryError",
            "memory has run out; fewer points, samples or photon levels at once take less");
    }
  });
}

}  // namespace pairtwist::bindings
