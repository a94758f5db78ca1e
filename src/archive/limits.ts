/** How much an archive may unpack to: beside LIMITS.readTotalBytes, what tells a bomb from evidence. */

/** Text of /proc packs at 5 to 50 to 1, a log of one line over and over at 500; deflate ends at 1032. */
export const MOST_RATIO = 600
/** A small file may pack as well as it likes. */
export const RATIO_FROM_BYTES = 4 * 1024 * 1024
