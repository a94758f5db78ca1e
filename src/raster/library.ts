/** The library that renders, its allocator told to give memory back at once. */
import { createRequire } from 'node:module'
import { env } from 'node:process'

type Resvg = typeof import('@resvg/resvg-js')

/**
 * The library brings mimalloc, which keeps what each thread freed until that thread asks again 10 ms later, and a picture's
 * thread is one of four in turn: 122 MiB at most over 150 pictures, 102 with this (bench/charts). Read once, when the
 * library is loaded (mimalloc's options.c, `purge_delay`, milliseconds).
 */
const PURGE_DELAY = 'MIMALLOC_PURGE_DELAY'

// Found through the package, so that it is the same file from src and from dist.
const require = createRequire(import.meta.url)

/** The file of a package's own. Throws where the package is not there. */
export function fileOf(path: string): string {
  return require.resolve(path)
}

/**
 * An operator's own word for the allocator holds; programs that are started later are not told of ours. With a large font memory
 * is better kept: it is read some ten times for each text, and fresh pages for 16 MB each time made 280 ms of 70.
 */
export function loadResvg(keeps: boolean): Resvg {
  if (keeps) return require('@resvg/resvg-js') as Resvg
  const told = env[PURGE_DELAY]
  env[PURGE_DELAY] = told ?? '0'
  try {
    return require('@resvg/resvg-js') as Resvg
  } finally {
    if (told === undefined) delete env[PURGE_DELAY]
  }
}
