# SPDX-License-Identifier: BSD-3-Clause
# awk -v words='...' -f scripts/readme_block.awk README.md: the indented block that follows the line
# with these words, as it would be typed. Exit 1 without one.
!found { found = index($0, words); next }
/^    / { print substr($0, 5); begun = 1; next }
/^$/ { if (begun) print; next }
{ exit }
END { exit !begun }
