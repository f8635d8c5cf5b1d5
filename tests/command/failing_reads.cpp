// SPDX-License-Identifier: BSL-1.0
// A disk that stops to answer: loaded before the C library, it lets reads fail after so many bytes.
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <dlfcn.h>

namespace {

std::size_t left() {
    static auto const* const asked = std::getenv("AMENDS_READS_FAIL_AFTER");
    return asked == nullptr ? ~std::size_t{0} : std::strtoull(asked, nullptr, 10);
}
bool failed = false;

} // namespace

extern "C" [[gnu::visibility("default")]] std::size_t fread(void* into, std::size_t size,
                                                            std::size_t count, std::FILE* from) {
    using function = std::size_t (*)(void*, std::size_t, std::size_t, std::FILE*);
    static auto const real = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "fread"));
    static std::size_t have_read = 0;
    if (have_read >= left()) {
        failed = true;
        errno = EIO;
        return 0;
    }
    auto const got = real(into, size, count, from);
    have_read += got * size;
    return got;
}

extern "C" [[gnu::visibility("default")]] int ferror(std::FILE* of) noexcept {
    using function = int (*)(std::FILE*);
    static auto const real = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "ferror"));
    return failed && of != stdout && of != stderr ? 1 : real(of);
}
