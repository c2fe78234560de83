import { ServiceError } from "./error.ts";
import type { Request } from "./request.ts";

/** Whom the endpoint answers. By default, everyone. */
export interface AccessOptions {
  /** The clusters that exist, by ARN. */
  clusters?: string[];
  /** The database role of each secret, by its ARN. Calls with another secret run as the user of the pool. */
  secrets?: Record<string, string>;
  /** Refuses the secrets that are not in `secrets`. */
  onlyTheseSecrets?: boolean;
}

/** Refuses the ARN of another cluster or secret, and returns the database role of the secret. */
export function authorize({ resourceArn, secretArn }: Request, options: AccessOptions): string | undefined {
  const { clusters, secrets = {}, onlyTheseSecrets } = options;
  if (clusters && !clusters.includes(resourceArn)) {
    throw new ServiceError(
      "HttpEndpointNotEnabledException",
      `HttpEndpoint is not enabled for cluster ${resourceArn.split(":").at(-1)}`,
    );
  }
  const isKnown = Object.hasOwn(secrets, secretArn);
  if (onlyTheseSecrets && !isKnown) {
    throw new ServiceError("SecretsErrorException", "Secrets Manager can't find the specified secret.");
  }
  return isKnown ? secrets[secretArn] : undefined;
}
