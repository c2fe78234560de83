import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type BuildRequest, buildFunction, handlerOf } from "./build.ts";
import type { Build } from "./graph.ts";
import { ACCOUNT } from "./mocks/made.ts";

export interface Rpc {
  url: string;
  builds: Build[];
  close(): void;
}

/** Stands in for the server inside SST's command, which components ask for what they cannot do in their own process. */
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
    // Under `sst dev` a function runs on the developer's machine, and is built there.
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
      return { error: `SST asks its command for ${method}. Write it in packages/synth/src/rpc.ts.` };
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
