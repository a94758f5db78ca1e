/*
 * An extension that leaks on purpose, for the real tests of the context walk. It needs none of the server's headers: what
 * it takes from them, the magic block and the first argument's place, is written out for PostgreSQL 12 to 18 on x86-64.
 * Build: cc -shared -fPIC -DPGMAJOR=15 -o leaky.so leaky.c
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uintptr_t Datum;
extern void *TopMemoryContext;
extern void *CacheMemoryContext;
extern void *MemoryContextAlloc(void *context, size_t bytes);

/* fmgr.h: Pg_magic_struct. */
#if PGMAJOR >= 18
typedef struct
{
	int			bytes;
	struct
	{
		int			version, funcmaxargs, indexmaxkeys, namedatalen, float8byval;
		char		abi_extra[32];
	}			abi;
	const char *name, *release;
} Magic;
static const Magic magic = {sizeof(Magic), {PGMAJOR * 100, 100, 32, 64, 1, "PostgreSQL"}, 0, 0};
#elif PGMAJOR >= 15
typedef struct
{
	int			bytes, version, funcmaxargs, indexmaxkeys, namedatalen, float8byval;
	char		abi_extra[32];
} Magic;
static const Magic magic = {sizeof(Magic), PGMAJOR * 100, 100, 32, 64, 1, "PostgreSQL"};
#elif PGMAJOR >= 13
typedef struct
{
	int			bytes, version, funcmaxargs, indexmaxkeys, namedatalen, float8byval;
} Magic;
static const Magic magic = {sizeof(Magic), PGMAJOR * 100, 100, 32, 64, 1};
#else
typedef struct
{
	int			bytes, version, funcmaxargs, indexmaxkeys, namedatalen, float4byval, float8byval;
} Magic;
static const Magic magic = {sizeof(Magic), PGMAJOR * 100, 100, 32, 64, 1, 1};
#endif

typedef struct
{
	int			api_version;
} Finfo;
static const Finfo finfo = {1};

const Magic *Pg_magic_func(void) { return &magic; }
const Finfo *pg_finfo_leak_top(void) { return &finfo; }
const Finfo *pg_finfo_leak_cache(void) { return &finfo; }
const Finfo *pg_finfo_write_past_end(void) { return &finfo; }

/* FunctionCallInfoBaseData: args begin at 32, 16 bytes each. */
static long argument(char *call, int index) { return *(long *) (call + 32 + 16 * index); }

static Datum leak(void *context, char *call)
{
	long		count = argument(call, 0), bytes = argument(call, 1);

	for (long i = 0; i < count; i++)
	{
		char	   *chunk = MemoryContextAlloc(context, bytes);

		memset(chunk, 0, bytes);
		strcpy(chunk, "base/16392");
	}
	return (Datum) count;
}

/* leak_top(count, bytes): so many chunks that live as long as the backend. */
Datum leak_top(char *call) { return leak(TopMemoryContext, call); }
Datum leak_cache(char *call) { return leak(CacheMemoryContext, call); }

/* write_past_end(bytes): writes over the end of a chunk of TopMemoryContext, on the next one's header. */
Datum write_past_end(char *call)
{
	long		bytes = argument(call, 0);
	char	   *chunk = MemoryContextAlloc(TopMemoryContext, bytes);

	for (int tries = 0; tries < 1000; tries++)
	{
		char	   *next = MemoryContextAlloc(TopMemoryContext, bytes);

		if (next > chunk && next - chunk < 2 * bytes)
		{
			memset(chunk, 'x', next - chunk);
			/* The newest chunk of a block may be at work: what is written over must not be it. */
			MemoryContextAlloc(TopMemoryContext, bytes);
			return (Datum) (next - chunk);
		}
		chunk = next;
	}
	return 0;
}
