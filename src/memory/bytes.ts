/** Little-endian numbers out of foreign bytes. Total: what lies beyond the end reads as zero. */

const WORD = 2 ** 32

export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256
}

export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) + u16(bytes, at + 2) * 65_536
}

export function i32(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) | 0
}

/** Exact up to 2^53, as every user address and size is; greater ones, which are garbage here, are rounded. */
export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) + u32(bytes, at + 4) * WORD
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
