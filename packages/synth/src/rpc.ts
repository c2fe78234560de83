import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type BuildRequest, buildFunction, handlerOf } from "./build.ts";
import type { Build } from "./graph.ts";
import { ACCOUNT } from "./mocks/requested.ts";

export interface Rpc {
  url: string;
  builds: Build[];
  close(): void;
}

/** Replaces the server inside SST's command, which components call for work outside their own process. */
export async function startRpc(root: string, work: string): Promise<Rpc> {
  const builds: Build[] = [];

  const methods: Record<string, (params: never) => unknown> = {
    "Provider.Aws.Bootstrap": ({ region }: { region: string }) => ({
      asset: `sst-asset-${region}`,
      state: `sst-state-${region}`,
      assetEcrRegistryId: ACCOUNT,
      assetEcrUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
    }),
    "Provider.Aws.Appsync": () => ({ http: "appsync.example/event", realtime: "appsync.example/realtime" }),
    // With `sst dev` a function runs on the developer's machine and is built there.
    "Runtime.AddTarget": async (request: BuildRequest) => void (await handlerOf(request, root)),
    "Runtime.Build": async (request: BuildRequest) => {
      const { handler, out, build } = await buildFunction(request, root, work);
      builds.push(build);
      return { handler, out, errors: [], sourcemaps: [] };
    },
  };

  async function answer(body: string): Promise<{ result: unknown } | { error: string }> {
    const { method, params } = JSON.parse(body);
    const known = methods[method];
    if (!known)
      return {
        error: `SST calls ${method} of its command, which is not implemented. Add it to packages/synth/src/rpc.ts.`,
      };
    try {
      return { result: await known(params[0] as never) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  const server = createServer(async (request, response) => {
    const reply = await answer(await text(request));
    response.setHeader("connection", "close").end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, builds, close: () => server.close() };
}
