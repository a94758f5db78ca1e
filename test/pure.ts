/**
 * Folders of tests of functions that keep nothing and start nothing. Their files share a worker and what it has
 * loaded: a worker and its modules for each file cost more than its tests (39 files of analyzers: 70 s of CPU, then 23).
 */
export const PURE_FOLDERS = [
  'analyzers',
  'blockkit',
  'charts',
  'domain',
  'growth',
  'ids',
  'memory',
  'parsers',
  'property',
  'raster',
  'report',
] as const
