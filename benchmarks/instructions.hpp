// SPDX-License-Identifier: BSL-1.0
// Instructions that a thread executes, where the machine lets them be counted.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__linux__)
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace bench {

/// Counts what the thread that made it executes outside the kernel; 0 where nobody may count.
class instruction_counter {
  public:
    instruction_counter() {
#if defined(__linux__)
        perf_event_attr what;
        std::memset(&what, 0, sizeof what);
        what.size = sizeof what;
        what.type = PERF_TYPE_HARDWARE;
        what.config = PERF_COUNT_HW_INSTRUCTIONS;
        what.disabled = 1;
        what.exclude_kernel = 1;
        what.exclude_hv = 1;
        counter_ = static_cast<int>(syscall(SYS_perf_event_open, &what, 0, -1, -1, 0));
#endif
    }
    instruction_counter(instruction_counter const&) = delete;
    instruction_counter& operator=(instruction_counter const&) = delete;
    ~instruction_counter() {
#if defined(__linux__)
        if (counter_ >= 0) ::close(counter_);
#endif
    }
    void start() {
#if defined(__linux__)
        if (counter_ < 0) return;
        ioctl(counter_, PERF_EVENT_IOC_RESET, 0);
        ioctl(counter_, PERF_EVENT_IOC_ENABLE, 0);
#endif
    }
    double stop() {
        std::uint64_t counted = 0;
#if defined(__linux__)
        if (counter_ < 0) return 0;
        ioctl(counter_, PERF_EVENT_IOC_DISABLE, 0);
        if (::read(counter_, &counted, sizeof counted) != sizeof counted) counted = 0;
#endif
        return double(counted);
    }

  private:
    int counter_ = -1;
};

} // namespace bench
