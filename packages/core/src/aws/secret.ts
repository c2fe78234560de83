import { HttpRequest } from "@smithy/core/protocols";
import * as z from "zod";
import type { Context } from "../context.ts";
import { callStore } from "./call.ts";
import { addressOf, answered, signedService } from "./signed.ts";

const LIMIT_MS = 10_000;

interface Answer {
  text: string;
  $metadata?: never;
}

const Value = z.object({ SecretString: z.string() });
/** The form in which the Data API reads a role's secret. */
const Login = z.object({ username: z.string(), password: z.string() });

// The SDK's client would be another dependency.
const secretsManager = signedService("secretsmanager");

/**
 * The user and the password in a secret. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function readLogin(ctx: Context, arn: string): Promise<z.infer<typeof Login>> {
  const region = arn.split(":")[3];
  const url =
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? `https://secretsmanager.${region}.amazonaws.com`;
  const { host, address } = addressOf(url);
  const request = new HttpRequest({
    ...address,
    method: "POST",
    path: "/",
    headers: {
      host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "secretsmanager.GetSecretValue",
    },
    body: JSON.stringify({ SecretId: arn }),
  });
  const answer = await callStore(
    ctx,
    "secretsmanager.GetSecretValue",
    LIMIT_MS,
    [],
    async ({ abortSignal }): Promise<Answer> => {
      const { statusCode, body } = await secretsManager.send(request, abortSignal);
      // The body of an error says what is wrong, and holds no secret.
      if (statusCode !== 200)
        throw answered(statusCode, "SecretError", `Secrets Manager has answered ${statusCode}: ${body}`);
      return { text: body.toString() };
    },
  );
  const { SecretString } = Value.parse(JSON.parse(answer.text));
  return Login.parse(JSON.parse(SecretString));
}
