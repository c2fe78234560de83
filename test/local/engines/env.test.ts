import { expect, it } from "vitest";
import { environment } from "../../../packages/local/src/engines/env.ts";

const places = {
  dynamoUrl: "http://d",
  dataApiUrl: "http://p",
  sqsUrl: "http://q",
  queueUrl: "http://q/1/events",
  origins: ["http://localhost:3000"],
};

it("names the endpoints, and links every resource", () => {
  const env = environment(places, {});
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL_DYNAMODB: "http://d",
    AWS_ENDPOINT_URL_RDS_DATA: "http://p",
    AWS_ENDPOINT_URL_SQS: "http://q",
    SST_RESOURCE_Queue: '{"url":"http://q/1/events"}',
    SST_RESOURCE_App: '{"name":"myclothes","stage":"local"}',
    SST_RESOURCE_Sessions: '{"name":"myclothes-local-Sessions"}',
    SST_RESOURCE_Carts: '{"name":"myclothes-local-Carts"}',
    SST_RESOURCE_Attempts: '{"name":"myclothes-local-Attempts"}',
    SST_RESOURCE_Site: '{"origins":["http://localhost:3000"]}',
  });
  expect(JSON.parse(env.SST_RESOURCE_Database ?? "")).toMatchObject({ database: "postgres" });
});

it("replaces real credentials when the shop runs on its own engines", () => {
  const real = {
    AWS_ACCESS_KEY_ID: "AKIA",
    AWS_PROFILE: "work",
    AWS_SESSION_TOKEN: "t",
    AWS_REGION: "eu-west-1",
  };
  const env = environment(places, real);
  expect(env).toMatchObject({
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_PROFILE: "",
    AWS_SESSION_TOKEN: "",
    AWS_REGION: "us-east-1",
  });
});

it("keeps given links and credentials when an endpoint is given", () => {
  const from = {
    AWS_ENDPOINT_URL_DYNAMODB: "http://d",
    AWS_REGION: "eu-west-1",
    AWS_PROFILE: "work",
    SST_RESOURCE_Carts: '{"name":"theirs"}',
  };
  const env = environment(places, from);
  expect(env).toMatchObject({
    AWS_REGION: "eu-west-1",
    AWS_PROFILE: "work",
    SST_RESOURCE_Carts: '{"name":"theirs"}',
  });
  expect(env).not.toHaveProperty("AWS_ACCESS_KEY_ID");
  expect(env.SST_RESOURCE_Sessions).toBe('{"name":"myclothes-local-Sessions"}');
});

it("links its own queue, unless a queue is given", () => {
  const from = { AWS_ENDPOINT_URL_DYNAMODB: "http://d", SST_RESOURCE_Queue: '{"url":"http://theirs"}' };
  expect(environment(places, from).SST_RESOURCE_Queue).toBe('{"url":"http://q/1/events"}');
  const given = { ...from, AWS_ENDPOINT_URL_SQS: "http://theirs" };
  const env = environment({ ...places, sqsUrl: "http://theirs", queueUrl: undefined }, given);
  expect(env.SST_RESOURCE_Queue).toBe('{"url":"http://theirs"}');
});

it("uses its own origins, even when an endpoint and a site are given", () => {
  const from = { AWS_ENDPOINT_URL_DYNAMODB: "http://d", SST_RESOURCE_Site: '{"origins":["http://theirs"]}' };
  expect(environment(places, from).SST_RESOURCE_Site).toBe('{"origins":["http://localhost:3000"]}');
});

it("has dummy credentials for a given endpoint without credentials", () => {
  expect(environment(places, { AWS_ENDPOINT_URL_DYNAMODB: "http://d" }).AWS_ACCESS_KEY_ID).toBe("local");
});
