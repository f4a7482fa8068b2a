# SPDX-License-Identifier: BSD-3-Clause
# `cpack -G DEB` in the build folder: pairtwist and libpairtwist-dev. scripts/package.sh builds, checks
# and tries them. Of a build without CUDA: Debian's main section has none.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pairtwist)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(PAIRTWIST_MAINTAINER "the pairtwist authors <pairtwist@example.org>" CACHE STRING
    "Maintainer of the Debian packages: NAME <ADDRESS>")
set(CPACK_PACKAGE_CONTACT ${PAIRTWIST_MAINTAINER})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME pairtwist)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
"entanglement of cavity-coupled atom pairs, scanned over parameters
Solves the model of atoms whose pairs are coupled to the photons of a
pumped, lossy cavity, exactly or numerically, for scans over any number
of its parameters. Reads TOML, writes HDF5, draws pictures.")
# The libraries' packages, by dpkg-shlibdeps. Without the Python packages all but pictures work.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS
    "python3, python3-xarray, python3-matplotlib, python3-h5netcdf")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/postinst
    ${PROJECT_SOURCE_DIR}/packaging/debian/prerm)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "libpairtwist-dev, python3-plotly")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libpairtwist-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
"library of pairtwist, for programs in C++
The solver of pairtwist without files: jobs in, rows out. Headers, the
static library and its package for CMake.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libfmt-dev, libeigen3-dev, nlohmann-json3-dev, libhdf5-dev, libssl-dev, libdeflate-dev, libsleef-dev, pkg-config")

# What Debian wants beside each package's files is added when packages are made.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian_files.cmake)
set(CPACK_PAIRTWIST_SOURCE ${PROJECT_SOURCE_DIR})
include(CPack)
