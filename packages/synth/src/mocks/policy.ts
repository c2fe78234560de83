interface Condition {
  test: string;
  variable: string;
  values: string[];
}

interface Asked {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: Condition[];
}

/** The document that aws.iam.getPolicyDocument makes. Unlike AWS's, its lists stay lists where they hold one thing. */
export function policyDocument(inputs: Record<string, unknown>): Record<string, unknown> {
  const statements = inputs.statements as Asked[] | undefined;
  const sources = [
    inputs.sourcePolicyDocuments ?? [],
    inputs.overridePolicyDocuments ?? [],
  ].flat() as string[];
  const json = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...sources.flatMap((source) => JSON.parse(source).Statement),
      ...(statements ?? []).map(statement),
    ],
  });
  // SST gives a role no policy where there are no statements, so none must not be an empty list.
  return { id: "policy", json, minifiedJson: json, statements: statements?.length ? statements : undefined };
}

function statement(asked: Asked): Record<string, unknown> {
  return {
    Sid: asked.sid,
    Effect: asked.effect ?? "Allow",
    Principal: principals(asked.principals ?? []),
    Action: asked.actions,
    NotAction: asked.notActions,
    Resource: asked.resources,
    NotResource: asked.notResources,
    Condition: conditions(asked.conditions ?? []),
  };
}

function principals(asked: { type: string; identifiers: string[] }[]): unknown {
  if (asked.length === 0) return undefined;
  if (asked.some(({ type }) => type === "*")) return "*";
  const types = new Set(asked.map(({ type }) => type));
  const of = (wanted: string) =>
    asked.flatMap(({ type, identifiers }) => (type === wanted ? identifiers : []));
  return Object.fromEntries([...types].map((type) => [type, of(type)]));
}

function conditions(asked: Condition[]): unknown {
  if (asked.length === 0) return undefined;
  const grouped: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of asked) {
    grouped[test] = { ...grouped[test], [variable]: values };
  }
  return grouped;
}
