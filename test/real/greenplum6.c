/*
 * A program that carries the memory structures of a Greenplum 6 backend as seed 001's gdb session printed them: a
 * TopMemoryContext whose chunks are charged to one shared header with a balance of 12,214,020,216 bytes. Structures as in
 * gpdb 6: memnodes.h, memutils.h, aset.c, gp_alloc.h. Prints its pid and waits.
 * Build: cc -rdynamic [-DCALLBACKS] -o greenplum6 greenplum6.c; CALLBACKS gives the newer releases' context header.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct MemoryContextData *MemoryContext;

typedef struct
{
	void	   *alloc, *free_p, *realloc, *init, *reset, *delete_context, *get_chunk_space, *is_empty, *stats,
			   *release_accounting;
} MemoryContextMethods;

typedef struct MemoryContextData
{
	int			type;
	MemoryContextMethods methods;
	MemoryContext parent, firstchild, nextchild;
	char	   *name;
	bool		isReset;
	uint64_t	allBytesAlloc, allBytesFreed, maxBytesHeld, localMinHeld;
#ifdef CALLBACKS
	void	   *reset_cbs;
#endif
} MemoryContextData;

typedef struct AllocBlockData
{
	void	   *aset;
	struct AllocBlockData *prev, *next;
	char	   *freeptr;
} AllocBlock;

typedef struct SharedChunkHeader
{
	MemoryContext context;
	int16_t		memoryAccountId;
	int64_t		balance;
	struct SharedChunkHeader *prev, *next;
} SharedChunkHeader;

typedef struct
{
	SharedChunkHeader *sharedHeader;
	size_t		size;
} AllocChunk;

typedef struct
{
	MemoryContextData header;
	AllocBlock *blocks;
	AllocChunk *freelist[11];
	size_t		initBlockSize, maxBlockSize, nextBlockSize, allocChunkLimit;
	AllocBlock *keeper;
	SharedChunkHeader *sharedHeaderList, *nullAccountHeader;
} AllocSet;

#ifdef CALLBACKS
_Static_assert(sizeof(AllocSet) == 320, "as the facts have it");
#else
/* Seed 001: the name, stored right behind the struct, is at 0x2669b88, the struct at 0x2669a50. */
_Static_assert(sizeof(AllocSet) == 0x2669b88 - 0x2669a50, "as in seed 001");
#endif

#define T_ALLOC_SET 601
#define BLOCK_BYTES 8192
#define CHUNK_BYTES 128

MemoryContext TopMemoryContext;

static AllocSet *make(const char *name, AllocSet *parent, int chunks, int free_chunks)
{
	AllocSet   *set = calloc(1, sizeof(AllocSet) + strlen(name) + 1);
	/* gp_malloc keeps the size in the word before what it gives. */
	char	   *given = calloc(1, BLOCK_BYTES + 8);
	AllocBlock *block = (AllocBlock *) (given + 8);
	SharedChunkHeader *shared = calloc(1, sizeof(SharedChunkHeader));

	*(uint64_t *) given = BLOCK_BYTES;
	set->header.type = T_ALLOC_SET;
	set->header.name = strcpy((char *) (set + 1), name);
	if (parent != NULL)
	{
		set->header.parent = &parent->header;
		set->header.nextchild = parent->header.firstchild;
		parent->header.firstchild = &set->header;
	}
	shared->context = &set->header;
	shared->memoryAccountId = 7;
	set->sharedHeaderList = shared;
	block->aset = set;
	block->freeptr = (char *) (block + 1);
	set->blocks = block;
	for (int i = 0; i < chunks; i++)
	{
		AllocChunk *chunk = (AllocChunk *) block->freeptr;

		chunk->size = CHUNK_BYTES;
		chunk->sharedHeader = shared;
		strcpy((char *) (chunk + 1), "base/16392");
		block->freeptr += sizeof(AllocChunk) + CHUNK_BYTES;
		if (i < free_chunks)
		{
			/* 128 bytes are of list 4 (8 << 4). */
			chunk->sharedHeader = (SharedChunkHeader *) set->freelist[4];
			set->freelist[4] = chunk;
		}
		else
			shared->balance += sizeof(AllocChunk) + CHUNK_BYTES;
	}
	return set;
}

int main(void)
{
	AllocSet   *top = make("TopMemoryContext", NULL, 50, 3);

	make("ErrorContext", top, 2, 2);
	make("CacheMemoryContext", top, 20, 0);
	top->sharedHeaderList->balance = 12214020216;
	top->header.allBytesAlloc = 132719041776;
	top->header.allBytesFreed = 120015349904;
	top->header.maxBytesHeld = 12703724688;
	TopMemoryContext = &top->header;
	printf("%d\n", getpid());
	fflush(stdout);
	pause();
	return 0;
}
