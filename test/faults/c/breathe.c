/*
 * breathe leak MB | cache MB CAP_MB | collector MB STEPS: one step for each line on stdin, told by "ready".
 * leak keeps what each step takes; cache keeps it up to its cap; collector gives all back after so many steps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MOST 100000

static void *parts[MOST];

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  size_t size = (size_t)atoi(argv[2]) << 20;
  int last = argc > 3 ? atoi(argv[3]) : 0, have = 0;
  int most = strcmp(argv[1], "cache") == 0 ? (int)(((size_t)last << 20) / size) : MOST;
  for (int c = getchar(); c != EOF; c = getchar()) {
    if (c != '\n') continue;
    if (strcmp(argv[1], "collector") == 0 && have == last)
      while (have > 0) munmap(parts[--have], size);
    if (have < most && have < MOST) {
      void *part = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (part == MAP_FAILED) return 1;
      memset(part, have % 250 + 1, size);
      parts[have++] = part;
    }
    puts("ready");
    fflush(stdout);
  }
  return 0;
}
