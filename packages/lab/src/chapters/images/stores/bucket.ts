import { createHash, createHmac } from "node:crypto";
import { call } from "../../../runner/http.ts";
import type { Images } from "../../../shop/shop.ts";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const REGION = "us-east-1";

/** Headers with a signature of Signature Version 4, for S3 and the local secret key. */
function signedHeaders(method: string, url: string, now = new Date()): Record<string, string> {
  const { pathname } = new URL(url);
  const date = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = [date.slice(0, 8), REGION, "s3", "aws4_request"];
  const payload = "UNSIGNED-PAYLOAD";
  const canonical = [method, pathname, "", `x-amz-date:${date}`, "", "x-amz-date", payload].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const key = scope.reduce<string | Buffer>(hmac, "AWS4local");
  const signature = hmac(key, ["AWS4-HMAC-SHA256", date, scope.join("/"), digest].join("\n")).toString("hex");
  return {
    "x-amz-date": date,
    "x-amz-content-sha256": payload,
    authorization: `AWS4-HMAC-SHA256 Credential=local/${scope.join("/")}, SignedHeaders=x-amz-date, Signature=${signature}`,
  };
}

/** Images in a bucket of S3. Readers get them from the edge, so that no instance is asked. */
export function bucketImages(bucket: string): Images {
  return {
    read: async () => undefined,
    async write(name, image) {
      const url = `${bucket}/images/${name}`;
      const headers = { ...signedHeaders("PUT", url), "content-length": String(image.length) };
      const reply = await call(url, { method: "PUT", headers, body: image });
      if (reply.status !== 200) throw new Error(`S3 has answered ${reply.status}`);
    },
  };
}
