import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import * as Mail from "@myclothes/core/mail";
import { expect, it } from "vitest";
import { emailChanged } from "../../../packages/core/src/mail/templates.ts";
import { environment } from "../../../packages/local/src/engines/env.ts";
import { startSes } from "../../../packages/local/src/engines/ses.ts";

it("keeps the mails that the shop sends, for its page", async () => {
  const ses = await startSes();
  try {
    process.env.AWS_ENDPOINT_URL_SESV2 = ses.url;
    links.Mail.from = "shop@example.com";
    await Mail.send(context(), "Ada@Bücher.example", emailChanged);
    const { emails } = (await (await fetch(`${ses.url}/store`)).json()) as {
      emails: {
        from: string;
        destination: { to: string[] };
        subject: string;
        body: Record<string, string>;
      }[];
    };
    expect(emails).toHaveLength(1);
    expect(emails[0]).toMatchObject({
      from: '"MyClothes" <shop@example.com>',
      destination: { to: ["Ada@xn--bcher-kva.example"] },
      subject: "The e-mail of your account was changed",
    });
    expect(Object.keys(emails[0]?.body ?? {}).sort()).toEqual(["html", "text"]);
    expect((await fetch(ses.url)).headers.get("content-type")).toContain("text/html");
  } finally {
    await ses.stop();
  }
});

it("gives the shop a sender only if there is an SES", () => {
  const places = {
    dynamoUrl: "http://d",
    dataApiUrl: "http://p",
    sqsUrl: "http://q",
    queueUrl: undefined,
    origins: [],
  };
  const [without, withSes] = [environment(places, {}), environment({ ...places, sesUrl: "http://s" }, {})];
  expect(JSON.parse(without.SST_RESOURCE_Mail ?? "")).toEqual({ from: "", configurationSet: "" });
  expect(without).not.toHaveProperty("AWS_ENDPOINT_URL_SESV2");
  expect(JSON.parse(withSes.SST_RESOURCE_Mail ?? "")).toEqual({
    from: "shop@example.com",
    configurationSet: "",
  });
  expect(withSes.AWS_ENDPOINT_URL_SESV2).toBe("http://s");
});
