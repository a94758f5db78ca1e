/* arenas THREADS MB: each thread allocates small blocks in an arena of its own and frees 15 of 16 of them. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 4096 - 32 };
static int megabytes;
static pthread_barrier_t filled;

static void *fill(void *unused) {
  size_t count = ((size_t)megabytes << 20) / BLOCK;
  char **blocks = malloc(count * sizeof *blocks);
  for (size_t i = 0; i < count; i++) {
    blocks[i] = malloc(BLOCK);
    memset(blocks[i], 7, BLOCK);
  }
  pthread_barrier_wait(&filled);
  for (size_t i = 0; i < count; i++)
    if (i % 16 != 0) free(blocks[i]);
  pthread_barrier_wait(&filled);
  pause();
  return unused;
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  int threads = atoi(argv[1]);
  megabytes = atoi(argv[2]);
  pthread_barrier_init(&filled, NULL, threads + 1);
  for (int i = 0; i < threads; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, fill, NULL);
  }
  pthread_barrier_wait(&filled);
  pthread_barrier_wait(&filled);
  puts("ready");
  fflush(stdout);
  pause();
  return 0;
}
