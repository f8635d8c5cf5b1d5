# SPDX-License-Identifier: BSL-1.0
# The dependencies of amends for Conan 2, and how it is built and used as a package.
# libcsv has no recipe in ConanCenter: `exchange` and `command` take it from the system.
from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout


class Amends(ConanFile):
    name = "amends"
    version = "0.1.0"
    license = "BSL-1.0"
    description = (
        "Customer-problem resolution: decisions within authority, and a trail that proves them"
    )
    settings = "os", "compiler", "build_type", "arch"
    package_type = "static-library"
    options = {
        "sqlite": [True, False],
        "postgres": [True, False],
        "documents": [True, False],
        "exchange": [True, False],
        "command": [True, False],
    }
    default_options = {
        "sqlite": True,
        "postgres": False,
        "documents": True,
        "exchange": False,
        "command": False,
    }
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "src/*", "examples/*", "LICENSE"

    def configure(self):
        if self.options.command:
            self.options.sqlite = True
            self.options.documents = True
            self.options.exchange = True

    def requirements(self):
        self.requires("boost/[>=1.81 <2]", transitive_headers=True)
        self.requires("openssl/[>=3 <4]")
        if self.options.sqlite:
            self.requires("sqlite3/[>=3.35 <4]")
        if self.options.postgres:
            self.requires("libpq/[>=14 <18]")
        if self.options.documents or self.options.exchange:
            self.requires("tomlplusplus/[>=3 <4]")
        if self.options.exchange:
            self.requires("expat/[>=2.5 <3]")
        if self.options.command:
            self.requires("cli11/[>=2.1 <3]")
            self.requires("fmt/[>=9]")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for component in ("sqlite", "postgres", "documents", "exchange", "command"):
            toolchain.variables[f"AMENDS_{component.upper()}"] = bool(
                self.options.get_safe(component)
            )
        toolchain.variables["AMENDS_TESTS"] = False
        toolchain.variables["AMENDS_EXAMPLES"] = False
        toolchain.variables["AMENDS_INSTALL"] = True
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # The installed amendsConfig.cmake is the one interface, whatever brought the package.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/amends"]
