/**
 * Whether a run includes the tests that take long: they start the shop, its engines, SST's components or the command line, or race
 * on a PostgreSQL server. They take longer than all others together. `npm run test:all` and CI run them, and so does a command that
 * names files.
 */
export const isWholeRun =
  Boolean(process.env.ALL) || process.argv.slice(2).some((word) => word.startsWith("test/"));
