import type { App, Resource } from "./graph.ts";
import { fileOf } from "./origin.ts";
import type { Monitor, Request } from "./pulumi.ts";
import { plain, plainFields, secretPaths } from "./values.ts";

export interface Recorded {
  resources: Resource[];
  outputs: Record<string, unknown>;
  links: Record<string, Record<string, unknown>>;
}

const STACK = "pulumi:pulumi:Stack";
const SST = "sst";

/** Records each request to Pulumi's mock monitor. It also creates URNs like the real engine, and refuses duplicates. */
export function record(monitor: Monitor, app: App, root: string): Recorded {
  const recorded: Recorded = { resources: [], outputs: {}, links: {} };
  const byUrn = new Map<string, Resource>();

  monitor.newUrn = (parent, type, name) => {
    const chain = parent ? parent.split("::")[2] : STACK;
    return `urn:pulumi:${app.stage}::${app.name}::${chain === STACK ? type : `${chain}$${type}`}::${name}`;
  };

  for (const method of ["registerResource", "readResource"] as const) {
    const original = monitor[method].bind(monitor);
    monitor[method] = (request, reply) =>
      original(request, (error, response) => {
        const resource = describe(request, response?.getUrn() ?? "");
        const where = `${resource.type} "${resource.name}" in ${resource.file}`;
        if (error) return reply(new Error(`${where}: ${error.message}`));
        if (byUrn.has(resource.urn)) {
          return reply(new Error(`${where}: there already is one of this type and name.`));
        }
        byUrn.set(resource.urn, resource);
        if (resource.type !== STACK) recorded.resources.push(resource);
        reply(null, response);
      });
  }

  function describe(request: Request, urn: string): Resource {
    const inputs = (request.getObject?.() ?? request.getProperties?.())?.toJavaScript() ?? {};
    const above = byUrn.get(request.getParent());
    const parent = above?.type === STACK ? undefined : above;
    return {
      type: request.getType(),
      name: request.getName(),
      urn,
      parent: parent?.urn,
      custom: request.getCustom?.() ?? true,
      inputs: plainFields(inputs),
      secrets: secretPaths(inputs),
      protect: request.getProtect?.() ?? false,
      retainOnDelete: request.getRetainondelete?.() ?? false,
      ignoreChanges: request.getIgnorechangesList?.() ?? [],
      dependencies: request.getDependenciesList(),
      provider: request.getProvider() || undefined,
      file: parent?.file ?? fileOf(request, root) ?? SST,
    };
  }

  const original = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, reply) => {
    const outputs = plainFields(request.getOutputs()?.toJavaScript() ?? {});
    const type = byUrn.get(request.getUrn())?.type;
    if (type === STACK) recorded.outputs = withoutOwnOutputs(outputs);
    if (type === "sst:sst:LinkRef")
      recorded.links[String(outputs.target)] = plain(outputs.properties) as never;
    original(request, reply);
  };
  return recorded;
}

/** Removes what SST adds for its own command. */
function withoutOwnOutputs({ _protect, ...outputs }: Record<string, unknown>): Record<string, unknown> {
  return outputs;
}
