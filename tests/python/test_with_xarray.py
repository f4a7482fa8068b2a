# SPDX-License-Identifier: BSD-3-Clause
"""data.pairtwist is known whichever of pairtwist and xarray is imported first."""

import pytest

from test_plot_notebook import python


# Each starts Python; the rarer orders are for `scripts/test.sh all`.
@pytest.mark.parametrize(
    "imports",
    [
        "import xarray; import pairtwist",
        "import pairtwist; import xarray",
        *(
            pytest.param(imports, marks=pytest.mark.long)
            for imports in (
                "import pairtwist; from xarray.core import dataset; import xarray",
                "import pairtwist; import pairtwist.dataset; import xarray",
                "import pairtwist; pairtwist.solve; import xarray",
            )
        ),
    ],
)
def test_the_accessor_is_known_in_whichever_order(imports, curves, write):
    code = (
        f"import sys; {imports};"
        "data = xarray.open_dataset(sys.argv[1], engine='h5netcdf');"
        "print(type(data.pairtwist.plot()).__name__, type(data.qfi.pairtwist).__name__,"
        "any('pairtwist' in type(one).__module__ for one in sys.meta_path))"
    )
    assert python(code, write(curves)).split() == ["NotebookFigure", "Accessor", "False"]


def test_without_xarray_its_import_fails_as_ever(tmp_path):
    (tmp_path / "xarray").mkdir()
    (tmp_path / "xarray" / "__init__.py").write_text("raise ImportError('broken here')")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pairtwist\n"
        "for _ in range(2):\n"
        "    try: import xarray\n"
        "    except ImportError as error: print(error)\n"
        "sys.path.pop(0); sys.path_importer_cache.clear()\n"
        "import xarray; print(type(xarray.Dataset().pairtwist).__name__)"
    )
    assert python(code, tmp_path).splitlines() == ["broken here", "broken here", "Accessor"]
