/** Where the data of a time line are drawn, in px. */
export interface Area {
  readonly left: number
  readonly right: number
  x(atMs: number): number
}
