/**
 * Folders whose test files share a worker and what it has loaded: a worker and its modules for each file cost more
 * than its tests (39 files of analyzers: 70 s of CPU, then 23). What keeps something beyond a file is not for them.
 */
export const SHARED_FOLDERS = [
  'analyzers',
  'archive',
  'blockkit',
  'bots',
  'charts',
  'config',
  'domain',
  'e2e',
  'growth',
  'ids',
  'log',
  'memory',
  'parsers',
  'pipeline',
  'prometheus',
  'property',
  'raster',
  'real',
  'report',
  'script',
  'slack',
  'ssh',
  'store',
  'terminal',
  'workers',
] as const
