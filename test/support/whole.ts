/**
 * Whether a run includes the tests that start whole programs: the shop, its engines, SST's components, the command line. They
 * take as long as all others together. `npm run test:all` and CI run them, and so does a command that names files.
 */
export const isWholeRun =
  Boolean(process.env.ALL) || process.argv.slice(2).some((word) => word.startsWith("test/"));
