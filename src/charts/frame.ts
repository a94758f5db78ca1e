/** What all pictures share, in px. */

export const WIDTH = 640
/** Free space at the card's edges. */
export const MARGIN = 20
/** The smallest text; Slack shows the picture at about 360 px on a phone (facts: platform 1). */
export const TEXT_PX = 13
