/* manymaps: maps single pages with changing rights, which the kernel cannot merge, until it is refused one. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void) {
  size_t count = 0;
  for (;; count++) {
    int rights = count % 2 == 0 ? PROT_READ : PROT_READ | PROT_WRITE;
    void *page = mmap(NULL, 4096, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) break;
  }
  static char buffer[BUFSIZ];
  const char *why = strerror(errno);
  /* stdout cannot get a buffer of its own any more. */
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  printf("ready %zu %s\n", count, why);
  fflush(stdout);
  pause();
  return 0;
}
