/**
 * Where the fields of palloc's structures lie, per version, for 64-bit little-endian builds without assertions.
 * Sources: memnodes.h, aset.c, generation.c, slab.c, bump.c and memutils_memorychunk.h of each release; Greenplum 6 from
 * gpdb's memnodes.h and aset.c, 7 from gpdb-archive. All numbers are bytes.
 */
import type { BlockFields, ContextFields, Layout, SetFields, SlabFields } from './fields.ts'

const SET_ONLY = ['AllocSet'] as const
const SLAB_FIRST = ['AllocSet', 'Slab', 'Generation'] as const
const GENERATION_FIRST = ['AllocSet', 'Generation', 'Slab', 'Bump'] as const

const OLD_BLOCK: BlockFields = { prev: null, next: 8, freeptr: 16, endptr: 24, size: 32 }
const BLOCK: BlockFields = { prev: 8, next: 16, freeptr: 24, endptr: 32, size: 40 }
const GREENPLUM_6_BLOCK: BlockFields = { prev: 8, next: 16, freeptr: 24, endptr: null, size: 32 }

const GENERATION_BLOCK = { size: 16, free: 28, freeptr: 32, endptr: 40 }
const GENERATION_BLOCK_16 = { size: 24, free: 36, freeptr: 40, endptr: 48 }

const SLAB_13: SlabFields = {
  chunkSize: 88,
  blockSize: 96,
  width: 8,
  headerSize: 104,
  chunksPerBlock: 112,
  emptyBlocks: null,
  lists: 128,
  listCount: null,
  size: 128,
  block: { node: 0, free: 16 },
}
const SLAB_10: SlabFields = {
  ...SLAB_13,
  chunkSize: 72,
  blockSize: 80,
  headerSize: null,
  chunksPerBlock: 88,
  lists: 104,
  size: 104,
}
const SLAB_11: SlabFields = {
  ...SLAB_13,
  chunkSize: 80,
  blockSize: 88,
  headerSize: 96,
  chunksPerBlock: 104,
  lists: 120,
  size: 120,
}
const SLAB_16: SlabFields = {
  chunkSize: 88,
  blockSize: 96,
  width: 8,
  headerSize: null,
  chunksPerBlock: 104,
  emptyBlocks: 136,
  lists: 144,
  listCount: 3,
  size: 192,
  block: { node: 32, free: 8 },
}
const SLAB_17: SlabFields = {
  ...SLAB_16,
  chunkSize: 84,
  blockSize: 88,
  width: 4,
  chunksPerBlock: 92,
  emptyBlocks: 120,
  lists: 128,
  size: 176,
}

const CONTEXT_94: ContextFields = {
  memAllocated: null,
  parent: 16,
  firstChild: 24,
  prevChild: null,
  nextChild: 32,
  name: 40,
  ident: null,
  size: 56,
  accounting: null,
}
const CONTEXT_96: ContextFields = {
  ...CONTEXT_94,
  prevChild: 32,
  nextChild: 40,
  name: 48,
  size: 64,
}
const CONTEXT_11: ContextFields = { ...CONTEXT_96, ident: 56, size: 72 }
const CONTEXT_13: ContextFields = {
  memAllocated: 8,
  parent: 24,
  firstChild: 32,
  prevChild: 40,
  nextChild: 48,
  name: 56,
  ident: 64,
  size: 80,
  accounting: null,
}
const CONTEXT_GREENPLUM_6: ContextFields = {
  ...CONTEXT_94,
  parent: 88,
  firstChild: 96,
  nextChild: 104,
  name: 112,
  size: 160,
  accounting: 128,
}

const SET_13: SetFields = {
  blocks: 80,
  freelists: 88,
  size: 224,
  counted: 224,
  keeper: 208,
  sharedHeaders: null,
}
const SET_94: SetFields = {
  ...SET_13,
  blocks: 56,
  freelists: 64,
  size: 192,
  counted: 0,
  keeper: null,
}

const LAYOUT_94: Layout = {
  id: '9.4-9.5',
  versions: ['9.4', '9.5'],
  greenplum: false,
  verified: false,
  tags: {},
  kinds: SET_ONLY,
  context: CONTEXT_94,
  set: SET_94,
  block: OLD_BLOCK,
  chunk: 'set-size',
  generation: null,
  slab: null,
  bump: null,
}
const LAYOUT_96: Layout = {
  ...LAYOUT_94,
  id: '9.6',
  versions: ['9.6'],
  context: CONTEXT_96,
  set: { ...SET_94, blocks: 64, freelists: 72, size: 200 },
}
const LAYOUT_10: Layout = {
  ...LAYOUT_96,
  id: '10',
  versions: ['10'],
  kinds: ['AllocSet', 'Slab'],
  block: BLOCK,
  chunk: 'size-set',
  slab: SLAB_10,
}
const LAYOUT_11: Layout = {
  ...LAYOUT_10,
  id: '11-12',
  versions: ['11', '12'],
  tags: { 214: '12' },
  kinds: SLAB_FIRST,
  context: CONTEXT_11,
  set: { ...SET_13, blocks: 72, freelists: 80, size: 216, counted: 216, keeper: 200 },
  generation: { blocks: 88, size: 104, block: GENERATION_BLOCK },
  slab: SLAB_11,
}
const LAYOUT_13: Layout = {
  ...LAYOUT_11,
  id: '13-14',
  versions: ['13', '14'],
  verified: true,
  tags: { 217: '13', 222: '14' },
  context: CONTEXT_13,
  set: SET_13,
  generation: { blocks: 96, size: 112, block: GENERATION_BLOCK },
  slab: SLAB_13,
}
const LAYOUT_15: Layout = {
  ...LAYOUT_13,
  id: '15',
  versions: ['15'],
  tags: { 223: '15' },
  generation: { blocks: 136, size: 152, block: GENERATION_BLOCK },
}
const LAYOUT_16: Layout = {
  ...LAYOUT_15,
  id: '16',
  versions: ['16'],
  tags: { 450: '16' },
  kinds: GENERATION_FIRST.slice(0, 3),
  chunk: 'mask-3',
  generation: { blocks: 136, size: 152, block: GENERATION_BLOCK_16 },
  slab: SLAB_16,
}
const LAYOUT_17: Layout = {
  ...LAYOUT_16,
  id: '17-18',
  versions: ['17', '18'],
  tags: { 469: '17', 474: '18' },
  kinds: GENERATION_FIRST,
  set: { ...SET_13, size: 200, counted: 200, keeper: null },
  chunk: 'mask-4',
  generation: { blocks: 112, size: 128, block: GENERATION_BLOCK_16 },
  slab: SLAB_17,
  bump: { blocks: 96, size: 112, block: { freeptr: 16, endptr: 24 } },
}
const LAYOUT_GREENPLUM_7: Layout = {
  ...LAYOUT_13,
  id: 'greenplum-7',
  versions: ['12'],
  greenplum: true,
  verified: false,
  tags: {},
  set: { ...SET_13, size: 256, counted: 256 },
}
const LAYOUT_GREENPLUM_6: Layout = {
  ...LAYOUT_94,
  id: 'greenplum-6',
  versions: ['9.4'],
  greenplum: true,
  context: CONTEXT_GREENPLUM_6,
  set: { ...SET_94, blocks: 160, freelists: 168, size: 312, keeper: 288, sharedHeaders: 296 },
  block: GREENPLUM_6_BLOCK,
  chunk: 'shared-size',
}
/** Newer releases of 6 have reset_cbs at the end of the context. */
const LAYOUT_GREENPLUM_6_CALLBACKS: Layout = {
  ...LAYOUT_GREENPLUM_6,
  id: 'greenplum-6-callbacks',
  context: { ...CONTEXT_GREENPLUM_6, size: 168 },
  set: {
    ...LAYOUT_GREENPLUM_6.set,
    blocks: 168,
    freelists: 176,
    size: 320,
    keeper: 296,
    sharedHeaders: 304,
  },
}

/** Newest first: so they are tried where no hint is given. */
export const LAYOUTS: readonly Layout[] = [
  LAYOUT_17,
  LAYOUT_16,
  LAYOUT_15,
  LAYOUT_13,
  LAYOUT_GREENPLUM_7,
  LAYOUT_11,
  LAYOUT_10,
  LAYOUT_96,
  LAYOUT_94,
  LAYOUT_GREENPLUM_6,
  LAYOUT_GREENPLUM_6_CALLBACKS,
]
