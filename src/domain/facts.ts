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
  /** As the distribution calls itself: `Debian GNU/Linux 12 (bookworm)`. */
  readonly distribution: string | null
  /** As `uname -m` prints it; arm64 (`aarch64`) may have pages of 16 or 64 KiB. */
  readonly architecture: string | null
  /** What runs the machine: `kvm`, `vmware`; `none` where its firmware names no hypervisor. */
  readonly virtualisation: string | null
  /** The container that the login is in: `docker`; `none` where nothing speaks of one. */
  readonly container: string | null
  /** The memory limit of that container, or of whatever the login sees as the root of all cgroups. */
  readonly containerLimitBytes: number | null
  /** The host's clock less the bot's, true to about a second. */
  readonly clockSkewMs: number | null
  /** Tools that were looked for and are there; null where nobody looked. */
  readonly tools: readonly string[] | null
}

/** What a host was when it was last looked at. */
export interface KnownFacts {
  readonly facts: Facts
  readonly atMs: number
}
