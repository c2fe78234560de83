interface Condition {
  test: string;
  variable: string;
  values: string[];
}

interface StatementInput {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: Condition[];
}

/** The result of aws.iam.getPolicyDocument. Unlike AWS's, a list of one element stays a list. */
export function policyDocument(inputs: Record<string, unknown>): Record<string, unknown> {
  const statements = inputs.statements as StatementInput[] | undefined;
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
  // SST creates no policy for a role if `statements` is undefined. An empty list would create one.
  return { id: "policy", json, minifiedJson: json, statements: statements?.length ? statements : undefined };
}

function statement(input: StatementInput): Record<string, unknown> {
  return {
    Sid: input.sid,
    Effect: input.effect ?? "Allow",
    Principal: principals(input.principals ?? []),
    Action: input.actions,
    NotAction: input.notActions,
    Resource: input.resources,
    NotResource: input.notResources,
    Condition: conditions(input.conditions ?? []),
  };
}

function principals(input: { type: string; identifiers: string[] }[]): unknown {
  if (input.length === 0) return undefined;
  if (input.some(({ type }) => type === "*")) return "*";
  const types = new Set(input.map(({ type }) => type));
  const of = (wanted: string) =>
    input.flatMap(({ type, identifiers }) => (type === wanted ? identifiers : []));
  return Object.fromEntries([...types].map((type) => [type, of(type)]));
}

function conditions(input: Condition[]): unknown {
  if (input.length === 0) return undefined;
  const grouped: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of input) {
    grouped[test] = { ...grouped[test], [variable]: values };
  }
  return grouped;
}
