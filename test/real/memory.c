/*
 * Faults of memory on purpose, one by its name; each says "ready ..." when it stands and then waits.
 *
 *   arenas FILE       8 threads fill their own malloc arenas and free 15 of 16 blocks; malloc_info goes to FILE
 *   deleted FILE MIB  maps FILE of so many MiB, writes to it and deletes it
 *   shared            64 MiB of System V, 32 of memfd, 16 of shared anonymous memory
 *   mappings          pages of two protections by turns until the kernel refuses one more
 *   remove SHMID      takes a System V segment away
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)
#define BLOCKS 20000

static pthread_barrier_t done;

static void stand(void)
{
    fflush(stdout);
    for (;;)
        pause();
}

static void *fill(void *seed)
{
    void **blocks = calloc(BLOCKS, sizeof *blocks);
    unsigned random = (unsigned)(size_t)seed;
    for (int i = 0; i < BLOCKS; i++) {
        random = random * 1103515245 + 12345;
        size_t size = 1024 + (random >> 16) % 3072;
        blocks[i] = malloc(size);
        memset(blocks[i], 1, size);
    }
    for (int i = 0; i < BLOCKS; i++)
        if (i % 16)
            free(blocks[i]);
    pthread_barrier_wait(&done);
    for (;;)
        pause();
}

static void arenas(const char *path)
{
    pthread_barrier_init(&done, NULL, 9);
    for (size_t i = 1; i <= 8; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, fill, (void *)i);
    }
    pthread_barrier_wait(&done);
    FILE *info = fopen(path, "w");
    malloc_info(0, info);
    fclose(info);
    printf("ready\n");
    stand();
}

static void deleted(const char *path, size_t bytes)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (ftruncate(fd, (off_t)bytes) != 0)
        exit(1);
    memset(mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), 7, bytes);
    unlink(path);
    printf("ready %d\n", fd);
    stand();
}

static void shared(void)
{
    int segment = shmget(IPC_PRIVATE, 64 * MIB, IPC_CREAT | 0600);
    memset(shmat(segment, NULL, 0), 1, 64 * MIB);
    int memfd = memfd_create("pool", 0);
    if (ftruncate(memfd, (off_t)(32 * MIB)) != 0)
        exit(1);
    memset(mmap(NULL, 32 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0), 1, 32 * MIB);
    memset(mmap(NULL, 16 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 1, 16 * MIB);
    printf("ready %d\n", segment);
    stand();
}

static void mappings(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), most = 1 << 20;
    char *all = mmap(NULL, most * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    for (size_t i = 1; i < most; i += 2)
        if (mprotect(all + i * page, page, PROT_READ | PROT_WRITE) != 0) {
            printf("ready %s\n", errno == ENOMEM ? "ENOMEM" : strerror(errno));
            stand();
        }
    printf("ready never\n");
    stand();
}

int main(int count, char **words)
{
    const char *what = count > 1 ? words[1] : "";
    if (strcmp(what, "arenas") == 0 && count > 2)
        arenas(words[2]);
    if (strcmp(what, "deleted") == 0 && count > 3)
        deleted(words[2], (size_t)atoi(words[3]) * MIB);
    if (strcmp(what, "shared") == 0)
        shared();
    if (strcmp(what, "mappings") == 0)
        mappings();
    if (strcmp(what, "remove") == 0 && count > 2)
        return shmctl(atoi(words[2]), IPC_RMID, NULL) == 0 ? 0 : 1;
    return 64;
}
