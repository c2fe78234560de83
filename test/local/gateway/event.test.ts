import { describe, expect, it } from "vitest";
import { type GatewayRequest, toEvent, toResponse } from "../../../packages/local/src/gateway/event.ts";
import { apiAt } from "../fixtures/apis.ts";

const request = (changes: Partial<GatewayRequest> = {}): GatewayRequest => ({
  id: "request-1",
  method: "GET",
  target: "/v1/cart",
  httpVersion: "1.1",
  rawHeaders: ["Host", "localhost:3000"],
  sourceIp: "127.0.0.1",
  body: Buffer.alloc(0),
  receivedAt: new Date("2025-11-09T08:07:06.123Z"),
  ...changes,
});

describe("a request becomes an event", () => {
  it("contains the request, the viewer and the time", () => {
    const event = toEvent(request({ rawHeaders: ["Host", "localhost:3000", "User-Agent", "curl/8"] }));
    expect(event).toEqual({
      version: "2.0",
      routeKey: "ANY /v1/{proxy+}",
      pathParameters: { proxy: "cart" },
      rawPath: "/v1/cart",
      rawQueryString: "",
      headers: {
        host: "localhost:3000",
        "user-agent": "curl/8",
        "x-forwarded-for": "127.0.0.1, 198.51.100.1",
        "x-forwarded-proto": "http",
        "x-shop-edge": "local",
      },
      requestContext: {
        accountId: "000000000000",
        apiId: "local",
        domainName: "localhost:3000",
        domainPrefix: "localhost:3000",
        http: {
          method: "GET",
          path: "/v1/cart",
          protocol: "HTTP/1.1",
          sourceIp: "198.51.100.1",
          userAgent: "curl/8",
        },
        requestId: "request-1",
        routeKey: "ANY /v1/{proxy+}",
        stage: "$default",
        time: "09/Nov/2025:08:07:06 +0000",
        timeEpoch: Date.parse("2025-11-09T08:07:06.123Z"),
      },
      isBase64Encoded: false,
    });
  });

  it("has the route of the API that its path begins with", () => {
    const apis = [apiAt("/"), apiAt("/admin/{proxy+}")];
    const event = toEvent(request({ target: "/admin/v1/orders?limit=1" }), undefined, apis);
    expect(event).toMatchObject({
      routeKey: "ANY /admin/{proxy+}",
      pathParameters: { proxy: "v1/orders" },
      requestContext: { routeKey: "ANY /admin/{proxy+}" },
    });
    const other = toEvent(request(), undefined, apis);
    expect([other.routeKey, other.pathParameters]).toEqual(["$default", undefined]);
  });

  it("keeps the query as sent, and decodes its parameters; commas join repeated ones", () => {
    const event = toEvent(request({ target: "/v1/products?q=red%20shirt&size=S&size=M&q2=a+b" }));
    expect(event.rawQueryString).toBe("q=red%20shirt&size=S&size=M&q2=a+b");
    expect(event.queryStringParameters).toEqual({ q: "red shirt", size: "S,M", q2: "a b" });
  });

  it("decodes the path, and cuts it at a decoded question mark", () => {
    expect(toEvent(request({ target: "/v1/a%20b/caf%C3%A9" })).rawPath).toBe("/v1/a b/café");
    expect(toEvent(request({ target: "/v1/a%3Fadmin=1" })).rawPath).toBe("/v1/a");
    expect(() => toEvent(request({ target: "/v1/%ff" }))).toThrow(URIError);
  });

  it("takes the path out of a whole URL", () => {
    const event = toEvent(request({ target: "http://localhost:3000/v1/time?x=1" }));
    expect([event.rawPath, event.rawQueryString]).toEqual(["/v1/time", "x=1"]);
    expect(toEvent(request({ target: "http://localhost:3000" })).rawPath).toBe("/");
  });

  it("joins repeated headers by commas, and lists each cookie", () => {
    const rawHeaders = ["Accept", "a", "accept", "b", "Cookie", "s=1; t=a,b", "cookie", "u=3"];
    const event = toEvent(request({ rawHeaders }));
    expect(event.headers).toMatchObject({ accept: "a,b" });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event.cookies).toEqual(["s=1", "t=a,b", "u=3"]);
    expect(toEvent(request())).not.toHaveProperty("cookies");
  });

  it("decodes headers and cookies as UTF-8, as API Gateway does", () => {
    const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
    const rawHeaders = ["X-City", bytes("Łódź"), "Cookie", `a=b; city=${bytes("Srīperumbūdūr")}`];
    const event = toEvent(request({ rawHeaders }));
    expect(event.headers["x-city"]).toBe("Łódź");
    expect(event.cookies).toEqual(["a=b", "city=Srīperumbūdūr"]);
  });

  it("appends the viewer to the forwarding chain as CloudFront does, and CloudFront as API Gateway does", () => {
    const event = toEvent(request({ rawHeaders: ["X-Forwarded-For", "10.0.0.1"] }));
    expect(event.headers["x-forwarded-for"]).toBe("10.0.0.1, 127.0.0.1, 198.51.100.1");
  });

  it.each([
    ["application/json", '{"a":"é"}', '{"a":"é"}', false],
    ["application/json; charset=utf-8", "{}", "{}", false],
    ["application/problem+json", "{}", "{}", false],
    ["text/plain", "hi", "hi", false],
    ["application/x-www-form-urlencoded", "a=1", "YT0x", true],
    ["", "a", "YQ==", true],
  ])("passes a body of type %j as text or in base64", (type, sent, body, isBase64Encoded) => {
    const rawHeaders = type ? ["Content-Type", type] : [];
    expect(toEvent(request({ rawHeaders, body: Buffer.from(sent) }))).toMatchObject({
      body,
      isBase64Encoded,
    });
  });

  it("keeps every byte of a body that is compressed or not UTF-8, whatever its type", () => {
    const body = Buffer.from([0xff, 0xfe, 0x00]);
    const plain = toEvent(request({ rawHeaders: ["content-type", "text/plain"], body }));
    expect(plain).toMatchObject({ body: body.toString("base64"), isBase64Encoded: true });
    const rawHeaders = ["content-type", "text/plain", "content-encoding", "gzip"];
    expect(toEvent(request({ rawHeaders, body: Buffer.from("a") }))).toMatchObject({ body: "YQ==" });
  });
});

describe("a result becomes a response", () => {
  it("carries status, headers, cookies and body", () => {
    const response = toResponse({
      statusCode: 201,
      headers: { "X-A": 1 },
      cookies: ["a=1", "b=2"],
      body: "é",
    });
    expect(response).toEqual({
      status: 201,
      headers: { "x-a": "1", "set-cookie": ["a=1", "b=2"] },
      body: Buffer.from("é"),
    });
  });

  it("decodes a body in base64", () => {
    expect(toResponse({ statusCode: 200, body: "AP8=", isBase64Encoded: true }).body).toEqual(
      Buffer.from([0, 255]),
    );
  });

  it("uses a value without a status code as the body", () => {
    const response = toResponse({ a: 1 });
    expect(response).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from('{"a":1}'),
    });
    expect(toResponse("hi").body.toString()).toBe('"hi"');
  });

  it.each([[{ statusCode: 99 }], [{ statusCode: "ok" }], [{ statusCode: 200, body: 42 }]])(
    "refuses %j",
    (result) => {
      expect(() => toResponse(result)).toThrow(TypeError);
    },
  );
});
