import type { Mocks } from "../pulumi.ts";
import { data } from "./data.ts";
import { arnIn, physicalName, type Requested } from "./requested.ts";
import { dynamic, plainTypes, resources } from "./resources.ts";

/** Answers in AWS's place. Refuses types without a mock: a guess would let a test pass for no reason. */
export function createMocks(region: string): Mocks {
  /** The region of each provider, by its name. */
  const regions = new Map<string, string>();
  const regionOf = (provider = "") => regions.get(provider.split("::").at(-2) ?? "") ?? region;

  return {
    newResource({ type, name, inputs, provider, custom, id }) {
      if (type.startsWith("pulumi:providers:")) regions.set(name, String(inputs.region ?? region));
      if (!custom) return { id: undefined, state: inputs };
      const where = String(inputs.region ?? regionOf(provider));
      // A resource that is only read has the name by which the program asks for it.
      const requested = { name: id || name, inputs, region: where, arn: arnIn(where), isRead: Boolean(id) };
      const outputs = { id: id || `${name}-id`, ...common(type, requested), ...outputsOf(type, requested) };
      return { id: String(outputs.id), state: { ...inputs, ...outputs } };
    },
    call({ token, inputs, provider }) {
      const mock = data[token];
      if (mock) return mock(inputs, regionOf(provider));
      const message = `There is no mock for the data source ${token} (${JSON.stringify(inputs)}). Add one to packages/synth/src/mocks/data.ts.`;
      // Pulumi reports only the details.
      throw Object.assign(new Error(message), { details: message });
    },
  };
}

/** The name and the ARN that most AWS resources have. Resources with another form have a mock. */
function common(type: string, requested: Requested): Record<string, unknown> {
  const [, service, kind] = type.match(/^aws:(\w+)\/(\w+):/) ?? [];
  if (!service) return {};
  const name = physicalName(requested);
  return { name, arn: requested.arn(service, `${kind}/${name}`) };
}

function outputsOf(type: string, requested: Requested): Record<string, unknown> {
  if (plainTypes.has(type) || type.startsWith("pulumi:providers:")) return {};
  // SST's own resources share one type. The end of their name tells them apart.
  const [kind = "", known, file] = type.startsWith("pulumi-nodejs:dynamic")
    ? [requested.name.split(".").at(-1), dynamic, "the dynamic ones of "]
    : [type, resources, ""];
  const mock = known[kind];
  if (mock) return mock(requested);
  throw new Error(`There is no mock for ${kind}. Add one to ${file}packages/synth/src/mocks/resources.ts.`);
}
