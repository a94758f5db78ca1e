/**
 * Whether wide matrices are run to their last combination: `npm run prove -- matrices` does. CI takes of each what no
 * other combination shows.
 */
export const WHOLE = process.env['MEMCHECK_WHOLE'] === '1'
