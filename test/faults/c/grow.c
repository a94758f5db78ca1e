/* grow MB STEP_MB MS: takes anonymous memory step by step, touches it, and then waits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 4) return 64;
  int total = atoi(argv[1]), step = atoi(argv[2]), pause_ms = atoi(argv[3]);
  for (int have = 0; have < total; have += step) {
    char *part = malloc((size_t)step << 20);
    if (part == NULL) return 1;
    memset(part, have % 250 + 1, (size_t)step << 20);
    usleep(pause_ms * 1000);
  }
  puts("ready");
  fflush(stdout);
  pause();
  return 0;
}
