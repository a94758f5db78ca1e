/**
 * How many transactions a PostgreSQL session has begun: the unit that memory grows by where each statement is its own
 * transaction. The counter is nextLocalTransactionId of sinvaladt.c, which has no exported name; the exported function
 * GetNextLocalTransactionId begins with its load and ends with its store. Both must name the same word, or it is not told.
 *
 * ```
 * 8b 05 22 a0 43 00    mov  0x43a022(%rip),%eax
 * 8d 50 01             lea  0x1(%rax),%edx
 * 85 c0                test %eax,%eax
 * ...
 * 89 15 0b a0 43 00    mov  %edx,0x43a00b(%rip)
 * ```
 *
 * The counter goes on from the slot's session before, so only differences mean anything. It wraps at 2^32.
 */
import { i32, u32 } from './bytes.ts'
import type { Task } from './crew.ts'
import { type Program, symbolAt } from './elf.ts'

const FUNCTION = 'GetNextLocalTransactionId'
/** Of every release seen (13 to 18) it takes 29 to 46 bytes. */
const CODE_BYTES = 64
const ENDBR64 = [0xf3, 0x0f, 0x1e, 0xfa] as const
const [LOAD, STORE, RETURN] = [0x8b, 0x89, 0xc3]
const MOVE_BYTES = 6
/** ModRM of an address relative to the next instruction: mod 00, r/m 101, any register. */
const MODRM_MASK = 0xc7
const MODRM_RELATIVE = 0x05

/** Where the counter lies in the process; null where this build's code is another. */
export function* transactionCounter(program: Program): Task<number | null> {
  const at = yield* symbolAt(program, FUNCTION)
  const code = at === null ? null : yield { at, bytes: CODE_BYTES }
  return at === null || code === null ? null : counterIn(code, at)
}

/** Transactions begun, as its slot counts them. */
export function* transactionsAt(counter: number): Task<number | null> {
  const bytes = yield { at: counter, bytes: 4 }
  return bytes === null ? null : u32(bytes, 0)
}

/** The word that the code loads first and stores last; null where it is other code. */
export function counterIn(code: Uint8Array, at: number): number | null {
  const first = ENDBR64.every((byte, i) => code[i] === byte) ? ENDBR64.length : 0
  const loaded = target(code, at, first, LOAD)
  if (loaded === null) return null
  for (let i = first + MOVE_BYTES; i + MOVE_BYTES <= code.length; i += 1) {
    if (target(code, at, i, STORE) === loaded) return code.indexOf(RETURN, i) < 0 ? null : loaded
  }
  return null
}

/** The word that a move at that place loads or stores, null where there is no such move. */
function target(code: Uint8Array, at: number, place: number, opcode: number): number | null {
  if (code[place] !== opcode || ((code[place + 1] ?? 0) & MODRM_MASK) !== MODRM_RELATIVE)
    return null
  return at + place + MOVE_BYTES + i32(code, place + 2)
}
