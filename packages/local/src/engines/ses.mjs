// Runs aws-ses-v2-local as a process: `node ses.mjs`. Its own program would load a parser of flags, and print no free port.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { default: start } = require("aws-ses-v2-local");
const { getStoreReadonly } = require("aws-ses-v2-local/dist/store.js");

/** It keeps every mail in memory. Nobody reads more than these. */
const MOST = 1_000;

const server = await start({ host: "127.0.0.1", port: 0 });
setInterval(() => {
  const { emails } = getStoreReadonly();
  if (emails.length > MOST) emails.splice(0, emails.length - MOST);
}, 10_000).unref();
console.log(`ready on http://127.0.0.1:${server.address().port}`);
