type Fields = Record<string, unknown>;

/** Pulumi marks special values with this field. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** A value marked as a secret. */
export const secret = (value: unknown): Fields => ({ [MARK]: SECRET, value });

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** A value of Pulumi as plain data: secrets as their values, assets as paths, resources as IDs. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isFields(value)) return value;
  switch (value[MARK]) {
    case SECRET:
      return plain(value.value);
    case ASSET:
    case ARCHIVE:
      return value.path ?? value.uri ?? value.text ?? plain(value.assets);
    case RESOURCE:
      return value.id || value.urn;
    default:
      return plainFields(value);
  }
}

/** All fields as plain data, without the code that dynamic resources contain. */
export function plainFields(value: Fields): Fields {
  const entries = Object.entries(value).filter(([key]) => key !== "__provider");
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

/** The paths of the secrets in a value. */
export function secretPaths(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => secretPaths(inner, `${path}[${index}]`));
  if (!isFields(value)) return [];
  if (value[MARK] === SECRET) return [path];
  return Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, path ? `${path}.${key}` : key));
}
