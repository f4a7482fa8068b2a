// SPDX-License-Identifier: BSD-3-Clause
#include "errors.hpp"

#include <nanobind/nanobind.h>

#include <exception>

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

}  // namespace

void translate_errors() {
  nb::register_exception_translator([](const std::exception_ptr& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      const nb::object type = nb::module_::import_("pairtwist.errors").attr(class_of(error.code()));
      PyErr_SetString(type.ptr(), error.what());
    }
  });
}

}  // namespace pairtwist::bindings
