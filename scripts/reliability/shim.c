/* Fail the n-th write, fsync, truncate or rename under one folder: a full or dying disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[4096];
static long calls, fail_at, last_kind;
static int fail_errno, lasting;

void shim_set(const char *under, long at, int error, int keep_failing) {
    strncpy(folder, under, sizeof folder - 1);
    calls = 0; fail_at = at; fail_errno = error; lasting = keep_failing; last_kind = 0;
}
long shim_calls(void) { return calls; }

static int is_ours(int handle) {
    char link[64], path[4096];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}
static int fails(void) {
    calls++;
    if (fail_at && (calls == fail_at || (lasting && calls > fail_at))) { errno = fail_errno; return 1; }
    return 0;
}
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int h, const void *b, size_t n) { REAL(write); return is_ours(h) && fails() ? -1 : real(h, b, n); }
ssize_t writev(int h, const struct iovec *v, int n) { REAL(writev); return is_ours(h) && fails() ? -1 : real(h, v, n); }
ssize_t pwrite(int h, const void *b, size_t n, off_t o) { REAL(pwrite); return is_ours(h) && fails() ? -1 : real(h, b, n, o); }
ssize_t pwrite64(int h, const void *b, size_t n, off64_t o) { REAL(pwrite64); return is_ours(h) && fails() ? -1 : real(h, b, n, o); }
int fsync(int h) { REAL(fsync); return is_ours(h) && fails() ? -1 : real(h); }
int fdatasync(int h) { REAL(fdatasync); return is_ours(h) && fails() ? -1 : real(h); }
int ftruncate(int h, off_t n) { REAL(ftruncate); return is_ours(h) && fails() ? -1 : real(h, n); }
int ftruncate64(int h, off64_t n) { REAL(ftruncate64); return is_ours(h) && fails() ? -1 : real(h, n); }
int rename(const char *a, const char *b) { REAL(rename); return folder[0] && strncmp(b, folder, strlen(folder)) == 0 && fails() ? -1 : real(a, b); }
