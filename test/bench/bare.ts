// Bare Hono on Hono's own server: the reference for the front door.
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { app } from "./floor.ts";

for (const end of ["disconnect", "SIGTERM"]) process.once(end, () => process.exit());

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }: AddressInfo) => {
  console.log(`ready on http://127.0.0.1:${port}`);
});
