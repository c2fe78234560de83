import { stage } from "./stage.ts";

const { rate, burst } = stage.throttle;

/** The HTTP API. `api.ts` adds its only route, because the Api function needs the edge, and the edge needs this API. */
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
