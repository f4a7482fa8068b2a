# SPDX-License-Identifier: BSD-3-Clause
# Run by CPack before it packs (cmake/debian.cmake): copyright and changelog of each package, and
# files where Debian's shells look for them.
set(licence_text "${CPACK_PAIRTWIST_SOURCE}/LICENSE")
file(READ ${licence_text} licence)
string(REGEX REPLACE "^[^\n]*\n\n[^\n]*\n\n" "" licence "${licence}")  # its title and copyright line
string(REGEX REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REGEX REPLACE "\n([^\n])" "\n \\1" licence "${licence}")
file(STRINGS ${licence_text} copyright REGEX "^Copyright")
string(REGEX REPLACE "^Copyright \\(c\\) " "" copyright "${copyright}")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)

foreach(component program development)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr)
  set(documents ${root}/share/doc/${package})
  file(MAKE_DIRECTORY ${documents})
  file(WRITE ${documents}/copyright
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: pairtwist

Files: *
Copyright: ${copyright}
License: BSD-3-Clause
 ${licence}")
  file(WRITE ${documents}/changelog.Debian
"pairtwist (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Made by cpack from the source of this version.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  execute_process(COMMAND gzip -9n ${documents}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
endforeach()

set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/program/usr/share)
file(REMOVE ${root}/doc/pairtwist/LICENSE)  # it is in copyright
file(MAKE_DIRECTORY ${root}/zsh/vendor-completions)
file(RENAME ${root}/zsh/site-functions/_pairtwist ${root}/zsh/vendor-completions/_pairtwist)
file(REMOVE_RECURSE ${root}/zsh/site-functions)
