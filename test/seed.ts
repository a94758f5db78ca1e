/**
 * The seed of all property tests. CI takes the same cases each time, so that a change is judged by what it changed;
 * new cases are looked for by `npm run prove -- properties`, which prints the seed of what it finds.
 */
import fc from 'fast-check'

const FIXED = 20_261_126

fc.configureGlobal({ seed: Number(process.env['MEMCHECK_SEED'] ?? FIXED) })
