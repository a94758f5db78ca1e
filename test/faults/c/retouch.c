/* retouch MB: writes to every page of its memory, again and again: in a smaller group with swap this thrashes. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc < 2) return 64;
  size_t size = (size_t)atoi(argv[1]) << 20;
  unsigned char *memory = malloc(size);
  unsigned seed = 1;
  if (memory == NULL) return 1;
  /* Noise, so that nothing can be compressed or merged. */
  for (size_t at = 0; at + sizeof(unsigned) <= size; at += sizeof(unsigned)) {
    seed = seed * 1103515245u + 12345u;
    *(unsigned *)(memory + at) = seed;
  }
  puts("ready");
  fflush(stdout);
  for (;;)
    for (size_t at = 0; at < size; at += 4096) ((volatile unsigned char *)memory)[at]++;
}
