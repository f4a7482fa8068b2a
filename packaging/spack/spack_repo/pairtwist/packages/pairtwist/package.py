# SPDX-License-Identifier: BSD-3-Clause
"""The recipe for Spack 1.0 and later, of the source tree that it lies in (docs/install.md)."""

import pathlib

from spack_repo.builtin.build_systems.cmake import CMakePackage, generator
from spack_repo.builtin.build_systems.cuda import CudaPackage

from spack.package import *


class Pairtwist(CMakePackage, CudaPackage):
    """Entanglement of atoms whose pairs are coupled to the photons of a pumped, lossy cavity: exact
    solutions, scanned over parameters on CPUs and CUDA devices."""

    homepage = "https://arxiv.org/abs/2406.14461"
    # No release is published yet: what this tree has committed is the source.
    git = pathlib.Path(__file__).resolve().parents[6].as_uri()

    license("BSD-3-Clause")

    version("main", branch="main")

    variant("plot", default=True, description="The Python packages that draw pictures")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("cli11@2.1:", type="build")
    depends_on("tomlplusplus@3.3:", type="build")
    # What the installed library's CMake package looks for, too.
    depends_on("fmt@9:")
    depends_on("eigen@3.4:")
    depends_on("nlohmann-json@3.11:")
    depends_on("hdf5@1.10:+hl~mpi")
    depends_on("libdeflate@1.14:")
    depends_on("openssl@3:")
    depends_on("sleef@3.5:", when="target=x86_64:")
    depends_on("cuda@12:", when="+cuda")

    depends_on("python@3.11:", type=("build", "run"), when="+plot")
    with when("+plot"):
        depends_on("py-numpy", type="run")
        depends_on("py-xarray", type="run")
        depends_on("py-h5netcdf", type="run")
        depends_on("py-h5py", type="run")  # h5netcdf from 1.8 on leaves the choice to others
        depends_on("py-matplotlib@3.6:", type="run")

    generator("ninja")
    # Double-double arithmetic and C++20 need them.
    conflicts("%gcc@:11", msg="pairtwist needs GCC 12 or later")
    conflicts("cuda_arch=none", when="+cuda", msg="which devices: cuda_arch=80, 90, ...")

    def cmake_args(self):
        args = [
            self.define_from_variant("PAIRTWIST_CUDA", "cuda"),
            self.define("PAIRTWIST_TESTS", self.run_tests),
        ]
        if self.spec.satisfies("+cuda"):
            args.append(
                self.define("CMAKE_CUDA_ARCHITECTURES", self.spec.variants["cuda_arch"].value)
            )
        return args

    def setup_run_environment(self, env):
        if self.spec.satisfies("+plot"):
            env.set("PAIRTWIST_PYTHON", self.spec["python"].command.path)

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def check_that_it_runs(self):
        Executable(self.prefix.bin.pairtwist)("doctor")
