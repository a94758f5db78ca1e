/** What the host is: read once a run, used by rules and words. Null is "not known". */
export interface Facts {
  readonly kernel: string | null
  readonly bootId: string | null
  /** Host's boot instant by the bot's clock. */
  readonly bootAtMs: number | null
  /** Seconds east of UTC of the host's zone, by which its log lines without a zone are read. */
  readonly zoneOffsetSec: number | null
  readonly pageBytes: number | null
  /** Ticks a second of /proc/PID/stat times (USER_HZ, 100 on all Linux ports in use). */
  readonly ticksPerSec: number
  readonly memTotalBytes: number | null
  readonly cgroup: 'v1' | 'v2' | 'hybrid' | null
}
