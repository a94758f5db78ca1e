/** The Prometheus that memcheck.yaml names: where it is, and by which labels it knows a host. */
export interface PrometheusSettings {
  /** Without a slash at its end. */
  readonly url: string
  /** Name of the environment variable with its bearer token; null where it wants none. */
  readonly tokenEnv: string | null
  /** The label that tells hosts apart. */
  readonly label: string
  /** Its value with {name} and {address} in it, a regular expression behind `~`; null for any port of either. */
  readonly value: string | null
  /** Values of hosts that differ, by the host's name. */
  readonly hosts: Readonly<Record<string, string>>
  /** Other labels of node_exporter's series. */
  readonly labels: Readonly<Record<string, string>>
  readonly stepMs: number
  readonly days: number
}
