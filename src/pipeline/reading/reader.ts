/** What reading files needs of a house: no host, no store, no chat. */
import type { House } from '../house.ts'

export type Reader = Pick<
  House,
  'analyzers' | 'archives' | 'clock' | 'compute' | 'formats' | 'ids' | 'log' | 'sources' | 'version'
>
