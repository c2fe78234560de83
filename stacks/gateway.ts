import { stage } from "./stage.ts";

const { rate, burst } = stage.throttle;

/**
 * The HTTP API. Each function that answers requests adds its own route, as `api.ts` does. The route cannot stand here: the
 * function needs the edge, and the edge needs this API.
 */
export const gateway = new sst.aws.ApiGatewayV2("Gateway", {
  cors: false,
  accessLog: { retention: stage.permanent ? "3 months" : "1 week" },
  transform: {
    stage: {
      defaultRouteSettings: {
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
      },
    },
  },
});
