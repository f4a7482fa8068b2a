# SPDX-License-Identifier: BSD-3-Clause
# What `cmake --install` puts where, in two components: program (with its Python side, man pages and
# completion) and development (library, headers, package for CMake). Nothing installed knows the
# prefix, so that it can be moved. The Python package of pip is the component python (bindings/).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/pairtwist)

install(TARGETS pairtwist_program COMPONENT program)
install(DIRECTORY python/pairtwist DESTINATION ${CMAKE_INSTALL_DATADIR}/pairtwist/python
        COMPONENT program
        FILES_MATCHING PATTERN "*.py" PATTERN "*.html" PATTERN "*.css" PATTERN "*.js"
        PATTERN tests EXCLUDE PATTERN __pycache__ EXCLUDE)
install(FILES LICENSE CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

# The program writes its own man pages and completion.
set(shell_files ${PROJECT_BINARY_DIR}/shell)
set(write_shell_files ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:pairtwist_program>
    -D FOLDER=${shell_files} -P ${PROJECT_SOURCE_DIR}/cmake/shell_files.cmake)
add_custom_target(shell_files COMMAND ${write_shell_files} DEPENDS pairtwist_program VERBATIM
                  COMMENT "Man pages and completion into ${shell_files}")
list(JOIN write_shell_files "\" \"" quoted_command)
install(CODE "execute_process(COMMAND \"${quoted_command}\" COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT program)
install(DIRECTORY ${shell_files}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT program)
install(FILES ${shell_files}/pairtwist.bash RENAME pairtwist
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${shell_files}/pairtwist.zsh RENAME _pairtwist
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT program)
install(FILES ${shell_files}/pairtwist.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)

install(TARGETS pairtwist EXPORT pairtwist-targets COMPONENT development)
install(DIRECTORY include/pairtwist DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(EXPORT pairtwist-targets NAMESPACE pairtwist:: DESTINATION ${package_folder}
        COMPONENT development)
if(PAIRTWIST_CUDA)
  # NVIDIA lets programs carry it along (attachment A of the toolkit's licence).
  get_target_property(cudart CUDA::cudart_static IMPORTED_LOCATION)
  get_filename_component(PAIRTWIST_CUDART ${cudart} NAME)
  install(FILES ${cudart} DESTINATION ${package_folder} COMPONENT development)
endif()
configure_package_config_file(cmake/pairtwist-config.cmake.in pairtwist-config.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(pairtwist-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pairtwist-config.cmake
              ${PROJECT_BINARY_DIR}/pairtwist-config-version.cmake
        DESTINATION ${package_folder} COMPONENT development)

include(cmake/debian.cmake)
