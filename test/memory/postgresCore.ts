/** A small core of PostgreSQL 15, made by hand: its program, its contexts, and the core as the kernel writes it. */
import { LAYOUTS } from '../../src/memory/palloc/layouts.ts'
import { coreBytes } from './coreFile.ts'
import { build, HEAP_AT, HEAP_BYTES, PROGRAM, type Shape } from './image.ts'

const PAGE = 4096
const SHAPE: Shape = {
  name: 'TopMemoryContext',
  blocks: [[4, 0, 3, -5, 6]],
  children: [
    {
      name: 'CachedPlanSource',
      ident: "select * from t where c = 'hunter2'",
      blocks: [
        [7, 7, 7],
        [7, -8],
      ],
    },
  ],
}
const LAYOUT = LAYOUTS.find(({ id }) => id === '15')
if (LAYOUT === undefined) throw new Error('the table lacks 15')
export const { image, expected } = build(LAYOUT, SHAPE)
const PROGRAM_AT = image.regions[0]?.at ?? 0
/** The program's file. */
export const program = image.read({ at: PROGRAM_AT, bytes: 4 * PAGE }) ?? new Uint8Array()
export const HEAP_OFFSET = 4 * PAGE
export const TOTAL_BYTES = expected.reduce((sum, { totalBytes }) => sum + totalBytes, 0)

/** As the kernel writes it: of the program's file only the first page and what was written to. */
export function core({ path = PROGRAM, heap = true, title = '' } = {}): Uint8Array {
  const bytes = coreBytes({
    loads: [
      { at: PROGRAM_AT, offset: 2 * PAGE, fileBytes: PAGE, memoryBytes: 3 * PAGE },
      { at: PROGRAM_AT + 3 * PAGE, offset: 3 * PAGE, fileBytes: PAGE, memoryBytes: PAGE },
      { at: HEAP_AT, offset: HEAP_OFFSET, fileBytes: HEAP_BYTES, memoryBytes: HEAP_BYTES },
    ],
    files: [
      { at: PROGRAM_AT, end: PROGRAM_AT + 3 * PAGE, page: 0, path },
      { at: PROGRAM_AT + 3 * PAGE, end: PROGRAM_AT + 4 * PAGE, page: 3, path },
    ],
    pid: 4242,
    title,
    signal: 0,
    entry: PROGRAM_AT + 0x1800,
    bytes: HEAP_OFFSET + HEAP_BYTES,
  })
  bytes.set(program.subarray(0, PAGE), 2 * PAGE)
  bytes.set(program.subarray(3 * PAGE), 3 * PAGE)
  if (heap)
    bytes.set(image.read({ at: HEAP_AT, bytes: HEAP_BYTES }) ?? new Uint8Array(), HEAP_OFFSET)
  return bytes
}
