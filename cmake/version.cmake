# SPDX-License-Identifier: BSD-3-Clause
# Run at every build (cmake -P): writes version.cpp, and touches it only when something changed, so that
# a build without changes compiles nothing.
set(PAIRTWIST_GIT_COMMIT "unknown")
find_package(Git QUIET)
if(Git_FOUND)
  execute_process(
    COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=12
    WORKING_DIRECTORY ${SOURCE_DIR}
    OUTPUT_VARIABLE described RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(PAIRTWIST_GIT_COMMIT ${described})
  endif()
endif()
configure_file(${SOURCE_DIR}/cmake/version.cpp.in ${OUTPUT} @ONLY)
