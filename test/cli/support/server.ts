import { serve } from "@hono/node-server";
import { askAdmin } from "../../support/admin.ts";

export interface AdminServer {
  url: string;
  /** Replaced by tests: called before each request is answered, with its number. */
  onRequest: (count: number) => void;
  close(): void;
}

/** Serves the admin app over HTTP. */
export async function startAdmin(): Promise<AdminServer> {
  let count = 0;
  const started: AdminServer = { url: "", onRequest: () => {}, close: () => {} };
  const fetch = async (request: Request) => {
    started.onRequest(++count);
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    return askAdmin(pathname + search, {
      method: request.method,
      headers: request.headers,
      ...(body && { body }),
    });
  };
  await new Promise<void>((resolve) => {
    const server = serve({ fetch, port: 0 }, ({ port }) => {
      started.url = `http://localhost:${port}`;
      started.close = () => server.close();
      resolve();
    });
  });
  return started;
}
