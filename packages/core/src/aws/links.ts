import { Resource } from "sst/resource";
import type { TableName } from "./tables.ts";

/** What a function is linked to: by SST in AWS, by `SST_RESOURCE_*` elsewhere. Read at first use, never at import. */
type Links = Record<TableName, { name: string }> & {
  Database: { clusterArn: string; secretArn: string; database: string };
  /** What the edge proves itself by; two while one takes the other's place. */
  Edge: { secrets: string[] };
  /** Keys for HMAC signatures. The first one signs; all of them verify. */
  Signing: { keys: string[] };
  /** The origins whose pages may write with the session's cookie. */
  Site: { origins: string[] };
};

export const links = Resource as unknown as Links;
