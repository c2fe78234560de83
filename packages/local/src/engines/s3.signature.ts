import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export class S3Error extends Error {
  readonly status: number;
  /** S3's own: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** What a signature says: in the Authorization header, or in the query string of a presigned request. */
interface Signature {
  /** `<access key>/<day>/<region>/<service>/aws4_request` */
  credential: string;
  /** As `20260102T030405Z`. */
  date: string;
  signedHeaders: string[];
  signature: string;
  payloadHash: string;
  /** In seconds. */
  lifetime: number;
}

const SKEW_S = 15 * 60;
const WEEK_S = 7 * 24 * 60 * 60;

/**
 * Throws unless the request has a valid signature of Signature Version 4, of the local secret key. Headers that were signed must
 * be as they were: that is how a presigned request limits the type and the size of an upload.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkSignature(request: IncomingMessage, body: Buffer, secret = "local"): void {
  const [pathname = "", search = ""] = (request.url ?? "").split("?");
  const query = new URLSearchParams(search);
  const sent = fromQuery(query) ?? fromHeader(request);
  if (!sent) throw new S3Error(403, "AccessDenied");
  const signed = Date.parse(
    sent.date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  const age = (Date.now() - signed) / 1_000;
  if (!(age > -SKEW_S && age < sent.lifetime && sent.lifetime <= WEEK_S))
    throw new S3Error(403, "AccessDenied");
  if (sent.payloadHash !== "UNSIGNED-PAYLOAD" && sent.payloadHash !== hash(body))
    throw new S3Error(400, "XAmzContentSHA256Mismatch");

  const canonical = [
    request.method,
    pathname,
    canonicalQuery(query),
    ...sent.signedHeaders.map((name) => `${name}:${String(request.headers[name] ?? "").trim()}`),
    "",
    sent.signedHeaders.join(";"),
    sent.payloadHash,
  ].join("\n");
  const [, day = "", region = "", service = "", end = ""] = sent.credential.split("/");
  const text = ["AWS4-HMAC-SHA256", sent.date, `${day}/${region}/${service}/${end}`, hash(canonical)].join(
    "\n",
  );
  const key = [day, region, service, end].reduce<string | Buffer>(
    (from, part) => hmac(from, part),
    `AWS4${secret}`,
  );
  const [wanted, given] = [hmac(key, text), Buffer.from(sent.signature, "hex")];
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given))
    throw new S3Error(403, "SignatureDoesNotMatch");
}

function fromQuery(query: URLSearchParams): Signature | undefined {
  const signature = query.get("X-Amz-Signature");
  if (signature === null) return undefined;
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  return {
    credential: of("Credential"),
    date: of("Date"),
    signedHeaders: of("SignedHeaders").split(";"),
    signature,
    payloadHash: "UNSIGNED-PAYLOAD",
    lifetime: Number(of("Expires")),
  };
}

function fromHeader({ headers }: IncomingMessage): Signature | undefined {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;
  const [, credential, signedHeaders, signature] = pattern.exec(headers.authorization ?? "") ?? [];
  if (!credential || !signedHeaders || !signature) return undefined;
  return {
    credential,
    date: String(headers["x-amz-date"] ?? ""),
    signedHeaders: signedHeaders.split(";"),
    signature,
    payloadHash: String(headers["x-amz-content-sha256"] ?? ""),
    lifetime: SKEW_S,
  };
}

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const hash = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
