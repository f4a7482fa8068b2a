# SPDX-License-Identifier: BSD-3-Clause
# cmake -D PROGRAM=... -D FOLDER=... -P: the program's man pages (man1/*.1.gz, or *.1 without gzip)
# and completion (pairtwist.bash, .zsh, .fish) into a folder, anew.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER}/man1)
execute_process(COMMAND ${PROGRAM} manpages ${FOLDER}/man1 COMMAND_ERROR_IS_FATAL ANY)
find_program(GZIP gzip)
if(GZIP)
  file(GLOB pages ${FOLDER}/man1/*.1)
  execute_process(COMMAND ${GZIP} -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()
foreach(shell bash zsh fish)
  execute_process(COMMAND ${PROGRAM} completion ${shell} OUTPUT_FILE ${FOLDER}/pairtwist.${shell}
                  COMMAND_ERROR_IS_FATAL ANY)
endforeach()
