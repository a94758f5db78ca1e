/** What a role is: what a process's size hangs on, and what is usual. */

export interface Role {
  /** In the program's own words, for tables and texts: `postgres: startup`, `php-fpm: pool www`. */
  readonly name: string
  /**
   * What its size hangs on: `own` holds little whatever the load, `load` as much as its work needs, `config` as
   * much as it was set to (heap, buffer pool, cache, guest).
   */
  readonly sized: 'own' | 'load' | 'config'
  /** Anonymous memory and swap that such a process usually stays under; null where nothing is usual. */
  readonly usualBytes: number | null
  /** Where that figure is from. */
  readonly source: string
  /** Several alike do the same work: one may be measured against the others. */
  readonly peers: boolean
}
