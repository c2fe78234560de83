import { stage } from "./stage.ts";

const { rate, burst } = stage.throttle;

/** The HTTP API. Its one route, to the Api function, is added in `api.ts`, which has to know the edge before it. */
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
