/** Moves labels apart, each as little as can be. */

export interface Row {
  /** Where the row's middle wants to be. */
  readonly want: number
  readonly height: number
}

interface Cluster {
  readonly members: number[]
  /** Sum over the members of where the cluster's top would have to be for each. */
  wishes: number
  height: number
  top: number
}

/**
 * Gives the middle of each row, in the order given, so that none overlap and all lie between `top` and
 * `bottom` (when they fit at all). Rows that want the same place share it around their mean wish
 * (pooling of adjacent violators, as in isotonic regression).
 */
export function spread(rows: readonly Row[], top: number, bottom: number): readonly number[] {
  const order = rows.map((row, index) => ({ row, index })).sort((a, b) => a.row.want - b.row.want)
  const clusters: Cluster[] = []
  for (const { row, index } of order) {
    clusters.push(placed({ members: [index], wishes: topOf(row), height: row.height, top: 0 }))
    settle()
  }
  return middles()

  function placed(cluster: Cluster): Cluster {
    const wish = cluster.wishes / cluster.members.length
    cluster.top = Math.max(top, Math.min(wish, bottom - cluster.height))
    return cluster
  }

  function settle(): void {
    for (;;) {
      const last = clusters.at(-1)
      const before = clusters.at(-2)
      if (!last || !before || before.top + before.height <= last.top) return
      clusters.pop()
      before.wishes += last.wishes - last.members.length * before.height
      before.members.push(...last.members)
      before.height += last.height
      placed(before)
    }
  }

  function middles(): readonly number[] {
    const out = rows.map((row) => row.want)
    for (const cluster of clusters) {
      let at = cluster.top
      for (const index of cluster.members) {
        const height = rows[index]?.height ?? 0
        out[index] = at + height / 2
        at += height
      }
    }
    return out
  }
}

function topOf(row: Row): number {
  return row.want - row.height / 2
}
