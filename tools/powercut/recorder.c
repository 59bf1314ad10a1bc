/* The power-cut recorder (断电记录器): a preload shim that writes down, in order, what a process does
 * to the files of one folder and what it tells its standard output; on demand it makes one call fail.
 * The failure battery (xtask/src/battery) compiles it, preloads it and replays what it recorded.
 *
 *   BATTERY_FOLDER  the folder, absolute; nothing outside it is touched
 *   BATTERY_LOG     where the record goes; without it nothing is recorded
 *   BATTERY_DEAF    syncs are neither done nor recorded: a control
 *   BATTERY_FAULT   sync:N     the N-th fsync or fdatasync answers EIO and does nothing
 *                   full:N     the N-th write answers ENOSPC and writes nothing
 *                   short:N    the N-th write writes half and says so
 *                   torn:N     the N-th write writes half, the one after it answers ENOSPC
 *   BATTERY_COUNT   where, at the end, the numbers of writes, syncs and injected faults go
 *
 * A record: op, three zero bytes, length of the path, length of the data (u32), offset (u64), path,
 * data; numbers little-endian. Ops: W write, T truncate, S sync, D sync of a folder, C create,
 * U unlink, R rename (the new path is the data), A said on standard output.
 * Shared memory of SQLite (-shm) holds nothing that must survive, and is not recorded. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int record = -1, deaf;
static char fault[16];
static long fault_at, writes, syncs, injected, torn_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("BATTERY_LOG"), *wanted = getenv("BATTERY_FAULT");
    folder = getenv("BATTERY_FOLDER");
    deaf = getenv("BATTERY_DEAF") != NULL;
    if (log) record = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (wanted) sscanf(wanted, "%15[^:]:%ld", fault, &fault_at);
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("BATTERY_COUNT");
    char text[80];
    int length = snprintf(text, sizeof text, "%ld %ld %ld\n", writes, syncs, injected);
    int fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd >= 0) syscall(SYS_write, fd, text, length);
}

/* The part of an absolute path below the folder; nothing where it is elsewhere. */
static const char *below(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (!length || strncmp(path, folder, length)) return NULL;
    return path[length] == '/' ? path + length + 1 : path[length] ? NULL : path + length;
}

static const char *path_of(int fd, char path[PATH_MAX]) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = folder ? syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1) : -1;
    if (length < 0) return NULL;
    path[length] = 0;
    return below(path);
}

static int is_shared_memory(const char *path) {
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, "-shm");
}

static void note(char op, const char *path, const void *data, uint32_t size, uint64_t offset) {
    if (record < 0 || is_shared_memory(path)) return;
    uint32_t lengths[2] = {strlen(path), size};
    struct iovec parts[5] = {{(char[]){op, 0, 0, 0}, 4}, {lengths, 8}, {&offset, 8},
                             {(void *)path, lengths[0]}, {(void *)data, size}};
    if (syscall(SYS_writev, record, parts, 5) < 0) abort(); /* a record with a hole proves nothing */
}

/* How many bytes of a write may be written; -1 with errno where it fails. */
static ssize_t allowed(int fd, size_t size) {
    int is_it = ++writes == fault_at && !injected;
    if (torn_fd == fd) { torn_fd = -1; errno = ENOSPC; return -1; }
    if (!is_it || !strcmp(fault, "sync")) return size;
    injected = 1;
    if (!strcmp(fault, "full")) { errno = ENOSPC; return -1; }
    if (!strcmp(fault, "torn")) torn_fd = fd;
    return size > 1 ? size / 2 : size;
}

static ssize_t do_write(int fd, const void *data, size_t size, off_t offset, int is_at) {
    char path[PATH_MAX];
    const char *name = path_of(fd, path);
    if (!name) {
        pthread_mutex_lock(&lock);
        if (fd == STDOUT_FILENO) note('A', "", data, size, 0);
        ssize_t done = is_at ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
        pthread_mutex_unlock(&lock);
        return done;
    }
    pthread_mutex_lock(&lock);
    ssize_t done = allowed(fd, size);
    if (done >= 0) {
        int at_end = !is_at && (fcntl(fd, F_GETFL) & O_APPEND);
        if (!is_at) offset = lseek(fd, 0, at_end ? SEEK_END : SEEK_CUR);
        note('W', name, data, done, offset);
        done = is_at ? syscall(SYS_pwrite64, fd, data, done, offset) : syscall(SYS_write, fd, data, done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return do_write(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return do_write(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return do_write(fd, data, size, at, 1); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t all = 0;
    for (int part = 0; part < count; part++) {
        ssize_t done = do_write(fd, parts[part].iov_base, parts[part].iov_len, 0, 0);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[part].iov_len) break;
    }
    return all;
}

static int do_sync(int fd, long call) {
    char path[PATH_MAX];
    struct stat about;
    const char *name = path_of(fd, path);
    if (!name) return syscall(call, fd);
    pthread_mutex_lock(&lock);
    int done = 0;
    if (++syncs == fault_at && !injected && !strcmp(fault, "sync")) {
        injected = 1;
        errno = EIO;
        done = -1;
    } else if (!deaf) {
        done = syscall(call, fd);
        if (!done) note(!fstat(fd, &about) && S_ISDIR(about.st_mode) ? 'D' : 'S', name, "", 0, 0);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t size) {
    char path[PATH_MAX];
    const char *name = path_of(fd, path);
    pthread_mutex_lock(&lock);
    if (name) note('T', name, "", 0, size);
    int done = syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int do_open(int at, const char *path, int flags, mode_t mode) {
    const char *name = path[0] == '/' ? below(path) : NULL;
    pthread_mutex_lock(&lock);
    int is_new = name && (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
    int fd = syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && is_new) note('C', name, "", 0, 0);
    if (fd >= 0 && name && !is_new && (flags & O_TRUNC)) note('T', name, "", 0, 0);
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE(flags) ({ va_list rest; va_start(rest, flags); int mode = (flags) & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; va_end(rest); mode; })
int open(const char *path, int flags, ...) { return do_open(AT_FDCWD, path, flags, MODE(flags)); }
int open64(const char *path, int flags, ...) { return do_open(AT_FDCWD, path, flags, MODE(flags)); }
int openat(int at, const char *path, int flags, ...) { return do_open(at, path, flags, MODE(flags)); }
int openat64(int at, const char *path, int flags, ...) { return do_open(at, path, flags, MODE(flags)); }

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!done && below(path)) note('U', below(path), "", 0, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (!done && below(from) && below(to)) note('R', below(from), below(to), strlen(below(to)), 0);
    pthread_mutex_unlock(&lock);
    return done;
}
