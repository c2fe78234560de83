import { createClient } from "@myclothes/client";
import { record } from "./state/calls.ts";

/** The shop's API, on the page's own origin. Every call is shown in the strip at the foot of the page. */
export const shop = createClient({
  fetch: async (request) => {
    const started = performance.now();
    const response = await globalThis.fetch(request);
    record(request, response, performance.now() - started);
    return response;
  },
});
