/*
 * A PostgreSQL 15 function that keeps what it allocates, as a leaking extension does: leak(bytes) takes one chunk in
 * TopMemoryContext and never frees it. Built without the server's headers: the magic block and the places of the call's
 * arguments are written out (fmgr.h of 15).
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

extern void *TopMemoryContext;
extern void *MemoryContextAlloc(void *context, size_t size);

typedef struct {
  int len, version, funcmaxargs, indexmaxkeys, namedatalen, float8byval;
  char abi_extra[32];
} Magic;

static const Magic magic = {sizeof(Magic), 1500, 100, 32, 64, 1, "PostgreSQL"};
static const struct {
  int api_version;
} version_1 = {1};

const void *Pg_magic_func(void) { return &magic; }
const void *pg_finfo_leak(void) { return &version_1; }

/* FunctionCallInfoBaseData: args[0].value stands at byte 32. */
uintptr_t leak(const char *call) {
  int64_t size;
  memcpy(&size, call + 32, sizeof size);
  memset(MemoryContextAlloc(TopMemoryContext, (size_t)size), 1, (size_t)size);
  return (uintptr_t)size;
}
