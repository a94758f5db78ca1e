/* A process that is busy with its heap: argument 1 is MiB of it. It prints a line when all is touched, then counts on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile unsigned long turns;

__attribute__((noinline)) void one_turn(char *heap, size_t bytes) {
  turns++;
  heap[turns % bytes]++;
  usleep(1000);
}

int main(int count, char **words) {
  size_t bytes = (size_t)atoi(count > 1 ? words[1] : "1") << 20;
  char *heap = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (heap == MAP_FAILED) return 1;
  memset(heap, 0x5a, bytes);
  puts("ready");
  fflush(stdout);
  for (;;) one_turn(heap, bytes);
}
