import { apis, functions, routeKey } from "@myclothes/functions/functions";
import { live } from "./rollout.ts";
import { type ApiName, stage } from "./stage.ts";

interface ThrottledRoute {
  route: ReturnType<sst.aws.ApiGatewayV2["route"]>;
  throttle: { rate: number; burst: number } | undefined;
}
const routes: ThrottledRoute[] = [];
let finish = (_: ThrottledRoute[]) => {};
/** All routes, after the last function has added its own. */
const allRoutes = new Promise<ThrottledRoute[]>((resolve) => {
  finish = resolve;
});
const waiting = new Set(apis.map(({ name }) => name));

const { rate, burst } = stage.throttle;

/** The path of a password reset contains a token that may still work. The request log of the function names the route. */
function withoutPath(format: string): string {
  const { path: _, ...fields } = JSON.parse(format) as Record<string, string>;
  return JSON.stringify(fields);
}

/** The HTTP API. Each function that answers requests adds its own routes, because it needs the edge, and the edge needs this API. */
export const gateway = new sst.aws.ApiGatewayV2("Gateway", {
  cors: false,
  accessLog: { retention: stage.permanent ? "3 months" : "1 week" },
  transform: {
    stage: (args) => {
      const { accessLogSettings: log } = args;
      if (log) {
        args.accessLogSettings = $util
          .output(log)
          .apply((settings) => ({ ...settings, format: withoutPath(settings.format) }));
      }
      args.defaultRouteSettings = {
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
      };
      // AWS refuses settings of a route that does not exist yet, so the stage is created after the routes.
      args.routeSettings = $util.output(allRoutes).apply((all) =>
        $util.all(
          all.flatMap(({ route, throttle }) =>
            throttle
              ? [
                  route.nodes.route.apply(({ routeKey }) => ({
                    routeKey,
                    throttlingRateLimit: throttle.rate,
                    throttlingBurstLimit: throttle.burst,
                  })),
                ]
              : [],
          ),
        ),
      );
    },
  },
});

/** Adds the routes of a function, with its throttle. */
export function addRoutes(name: ApiName, answering: sst.aws.Function): void {
  const target = live(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, answering);
  for (const path of functions[name].paths)
    routes.push({ route: gateway.route(routeKey(path), target), throttle: stage.throttles[name] });
  waiting.delete(name);
  if (waiting.size === 0) finish(routes);
}
