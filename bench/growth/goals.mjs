/** What the detector is to reach on seeds it has never met, by section of the bench. */

/** @type {Record<string, readonly { title: string, of: (figures: any) => any, least?: number, most?: number }[]>} */
export const GOALS = {
  main: [
    { title: 'F1', of: ({ rows }) => rows.detector.f1, least: 0.94 },
    { title: 'false alarm rate', of: ({ rows }) => rows.detector.falseAlarmRate, most: 0.02 },
    { title: 'calibration error', of: ({ quality }) => quality.calibrationError, most: 0.06 },
    {
      title: 'leaks among score >= .95',
      of: ({ quality }) => quality.leaksAmongSure,
      least: 0.96,
    },
    { title: 'slope error, median', of: ({ quality }) => quality.slopeError, most: 0.06 },
    {
      title: 'time to limit within 1.6 times',
      of: ({ quality }) => quality.etaWithinFactor,
      least: 0.9,
    },
    { title: 'slope inside its interval', of: ({ quality }) => quality.intervalHolds, least: 0.88 },
    { title: 'ms a series, mean', of: ({ quality }) => quality.meanMs, most: 5 },
    { title: 'ms at 4,320 points', of: ({ longMs }) => longMs, most: 12 },
    { title: 'ms a series in a worker, mean', of: ({ workerMs }) => workerMs, most: 5 },
    { title: 'ms at 4,320 points, worker', of: ({ workerLongMs }) => workerLongMs, most: 12 },
  ],
  unseen: [
    { title: 'F1', of: ({ rows }) => rows.detector.f1, least: 0.93 },
    { title: 'false alarm rate', of: ({ rows }) => rows.detector.falseAlarmRate, most: 0.05 },
  ],
  further: [],
  repeat: [
    { title: 'false alarm ever', of: ({ detector }) => detector.falseAlarms, most: 0.13 },
    { title: 'leaks never reported', of: ({ detector }) => detector.missed, most: 0.09 },
  ],
  components: [
    { title: 'leaker first', of: ({ all }) => all.detector.top1, least: 0.6 },
    { title: 'leaker among 5', of: ({ all }) => all.detector.top5, least: 0.78 },
    { title: 'first of 12 snapshots on', of: ({ many }) => many.detector.top1, least: 0.82 },
  ],
}

/** The figures of a section beside its goals. */
export function heldAgainst(section, figures) {
  return GOALS[section].map(({ title, of, least, most }) => {
    const spread = of(figures)
    const met = least === undefined ? spread.median <= most : spread.median >= least
    return {
      section,
      title,
      ...spread,
      goal: least ?? most,
      side: least === undefined ? '<=' : '>=',
      met,
    }
  })
}
