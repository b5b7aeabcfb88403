/* Loaded before a node's JVM: its time of day is off, and its flushes take longer, by what a file says at the moment. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct machine {
    volatile long ahead_seconds;
    volatile long flush_millis;
    volatile long flushes_delayed;
};

static struct machine *machine;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("SAMPO_TEST_MACHINE");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *at = mmap(NULL, sizeof(struct machine), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        machine = at == MAP_FAILED ? NULL : at;
        close(file);
    }
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, time);
    if (result == 0 && clock == CLOCK_REALTIME && machine) time->tv_sec += machine->ahead_seconds;
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    static int (*real)(struct timeval *, void *);
    if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(time, zone);
    if (result == 0 && machine) time->tv_sec += machine->ahead_seconds;
    return result;
}

static void delay(void) {
    long millis = machine ? machine->flush_millis : 0;
    if (millis > 0) {
        struct timespec time = {millis / 1000, millis % 1000 * 1000000};
        nanosleep(&time, NULL);
        __atomic_add_fetch(&machine->flushes_delayed, 1, __ATOMIC_RELAXED);
    }
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    delay();
    return real(file);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    delay();
    return real(file);
}
