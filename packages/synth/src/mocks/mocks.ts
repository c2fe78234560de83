import type { Mocks } from "../pulumi.ts";
import { data } from "./data.ts";
import { arnIn, type Made } from "./made.ts";
import { dynamic, plainTypes, resources } from "./resources.ts";

/** What AWS would answer. Refuses what nobody has described: a guess would let a test pass for no reason. */
export function createMocks(region: string): Mocks {
  /** Of each provider, by its name: that of the one in us-east-1, for instance. */
  const regions = new Map<string, string>();
  const regionOf = (provider = "") => regions.get(provider.split("::").at(-2) ?? "") ?? region;

  return {
    newResource({ type, name, inputs, provider, custom, id }) {
      if (type.startsWith("pulumi:providers:")) regions.set(name, String(inputs.region ?? region));
      if (!custom) return { id: undefined, state: inputs };
      const where = String(inputs.region ?? regionOf(provider));
      const made = { name, inputs, region: where, arn: arnIn(where) };
      const outputs = { id: id || `${name}-id`, ...common(type, made), ...outputsOf(type, made) };
      return { id: String(outputs.id), state: { ...inputs, ...outputs } };
    },
    call({ token, inputs, provider }) {
      const mock = data[token];
      if (mock) return mock(inputs, regionOf(provider));
      const message = `There is no mock for the data source ${token} (${JSON.stringify(inputs)}). Write it in packages/synth/src/mocks/data.ts.`;
      // Pulumi passes on the details alone.
      throw Object.assign(new Error(message), { details: message });
    },
  };
}

/** Every AWS resource has a name and an ARN; the exact form matters for some, and these have a mock. */
function common(type: string, { name, inputs, arn }: Made): Record<string, unknown> {
  const [, service, kind] = type.match(/^aws:(\w+)\/(\w+):/) ?? [];
  if (!service) return {};
  const physical = inputs.name ?? name;
  return { name: physical, arn: arn(service, `${kind}/${physical}`) };
}

function outputsOf(type: string, made: Made): Record<string, unknown> {
  if (plainTypes.has(type) || type.startsWith("pulumi:providers:")) return {};
  // All of SST's own resources share one type, and are told apart by the end of the name.
  const [kind = "", known, file] = type.startsWith("pulumi-nodejs:dynamic")
    ? [made.name.split(".").at(-1), dynamic, "the dynamic ones of "]
    : [type, resources, ""];
  const mock = known[kind];
  if (mock) return mock(made);
  throw new Error(
    `There is no mock for ${kind}. Write it among ${file}packages/synth/src/mocks/resources.ts.`,
  );
}
