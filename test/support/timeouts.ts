/** Ends a wait that would never end. Correct code needs far less, also on a busy machine. */
export const HANG_MS = 600_000;

/** Options of a test that repeats its work many times. The test itself checks the times that a promise limits. */
export const LONG_TEST = { timeout: 3_600_000 };

/** Ends a wait of a browser that would never end, so that the failure names what is missing. */
export const BROWSER_MS = Number(process.env.BROWSER_MS ?? 120_000);
