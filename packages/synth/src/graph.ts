/** One resource as the program requested it from Pulumi. Outputs of other resources in its inputs come from the mocks. */
export interface Resource<Inputs = Record<string, unknown>> {
  /** Pulumi's type token, such as `aws:dynamodb/table:Table`. */
  type: string;
  name: string;
  urn: string;
  parent: string | undefined;
  /** False for a component, which only groups other resources. */
  custom: boolean;
  inputs: Inputs;
  /** The paths of secret inputs, such as `origins[1].customHeaders[0].value`. */
  secrets: string[];
  protect: boolean;
  retainOnDelete: boolean;
  /** The inputs whose changes a deploy ignores after it has created the resource. */
  ignoreChanges: string[];
  dependencies: string[];
  provider: string | undefined;
  /** The name, without extension, of the file that requests it; "sst" if SST requests it by itself. */
  file: string;
}

/** A function's code, bundled as SST does. `bytes` is the size before compression. */
export interface Build {
  name: string;
  handler: string;
  bytes: number;
  links: string[];
}

export interface App {
  name: string;
  stage: string;
  removal: string;
  protect: boolean;
  providers: Record<string, Record<string, unknown>>;
}

export interface Graph {
  app: App;
  stage: string;
  dev: boolean;
  resources: Resource[];
  /** The result of run(). */
  outputs: Record<string, unknown>;
  /** The values that functions read as `Resource.<name>`, by name. */
  links: Record<string, Record<string, unknown>>;
  builds: Build[];
}

export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** Every resource of a type, in order of their URNs. */
export function all<Inputs = Record<string, unknown>>(graph: Graph, type: string): Resource<Inputs>[] {
  return graph.resources.filter((resource) => resource.type === type) as Resource<Inputs>[];
}

/** The only resource of a type, or the only one of that name. Throws if there is none, or more than one. */
export function one<Inputs = Record<string, unknown>>(
  graph: Graph,
  type: string,
  name?: string,
): Resource<Inputs> {
  const typed = all<Inputs>(graph, type);
  const found = typed.filter((resource) => name === undefined || resource.name === name);
  const [first] = found;
  if (first && found.length === 1) return first;
  const names = typed.map((resource) => resource.name).join(", ") || "none";
  throw new Error(`Expected one ${type}${name ? ` named ${name}` : ""}. There are: ${names}.`);
}

export function childrenOf(graph: Graph, parent: Resource): Resource[] {
  return graph.resources.filter((resource) => resource.parent === parent.urn);
}

/** What a function may do: the statements of its role's inline policies, and of the app's policies attached to the role. */
export function statements(graph: Graph, functionName: string): Statement[] {
  const role = roleOf(graph, functionName);
  const inline = (role.inputs.inlinePolicies ?? []).map(({ policy }) => policy);
  const own = all<OfRole>(graph, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs.role === physicalName(role))
    .map(({ inputs }) => inputs.policy);
  const arns = attached(graph, role);
  const attachedPolicies = all<OfRole>(graph, "aws:iam/policy:Policy")
    .filter((policy) => arns.some((arn) => arn.endsWith(`:policy/${physicalName(policy)}`)))
    .map(({ inputs }) => inputs.policy);
  return [...inline, ...own, ...attachedPolicies].flatMap((policy) => JSON.parse(policy).Statement);
}

/** The ARNs of AWS's managed policies on a function's role. */
export function managedPolicies(graph: Graph, functionName: string): string[] {
  return attached(graph, roleOf(graph, functionName)).filter((arn) => arn.includes(":iam::aws:"));
}

interface Role {
  name?: string;
  inlinePolicies?: { policy: string }[];
  managedPolicyArns?: string[];
}

interface OfRole {
  name?: string;
  role: string;
  policy: string;
  policyArn: string;
}

const physicalName = ({ name, inputs }: Resource<{ name?: string }>) => inputs.name ?? name;

function roleOf(graph: Graph, functionName: string): Resource<Role> {
  const { inputs } = one<{ role: string }>(
    graph,
    "aws:lambda/function:Function",
    // SST's component adds this suffix.
    all(graph, "sst:aws:Function").some(({ name }) => name === functionName)
      ? `${functionName}Function`
      : functionName,
  );
  const role = all<Role>(graph, "aws:iam/role:Role").find((it) =>
    inputs.role.endsWith(`:role/${physicalName(it)}`),
  );
  if (role) return role;
  throw new Error(`The role of the function ${functionName} is not one of the app's: ${inputs.role}.`);
}

function attached(graph: Graph, role: Resource<Role>): string[] {
  const attachments = all<OfRole>(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => inputs.role === physicalName(role))
    .map(({ inputs }) => inputs.policyArn);
  return [...(role.inputs.managedPolicyArns ?? []), ...attachments];
}
