/** A mapping's place and the names of what mappings are of: what the grouping by owner looks at. */

export type OwnerKind =
  | 'heap'
  | 'arenas'
  | 'stacks'
  | 'anonymous'
  | 'go-heap'
  | 'shared'
  | 'file'
  | 'deleted'
  | 'kernel'

/** Where a mapping is and what it is of: all that the grouping looks at. */
export interface Placed {
  /** Hex, as the kernel prints it. */
  readonly start: string
  readonly end: string
  readonly sizeBytes: number
  readonly perms: string
  readonly path: string
}

/** What a mapping is of. */
export interface OwnerName {
  readonly kind: OwnerKind
  readonly name: string
}

export function isWritable({ path, perms }: Placed): boolean {
  return path === '' && perms.startsWith('rw') && perms.endsWith('p')
}

export function isReserved({ path, perms }: Placed): boolean {
  return path === '' && perms === '---p'
}

/** Exact in a double although it may have 57 bits: a page's address ends in twelve zeros. */
export function address(hex: string): number {
  return Number.parseInt(hex, 16)
}
