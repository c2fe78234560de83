import { BadRequestException, SendEmailCommand, TooManyRequestsException } from "@aws-sdk/client-sesv2";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import * as Mail from "@myclothes/core/mail";
import { receive, suppressedBy } from "@myclothes/core/mail/feedback";
import * as Settings from "@myclothes/core/merchant/settings";
import type { PutSettings } from "@myclothes/core/merchant/settings/schema";
import * as Webhook from "@myclothes/core/webhook";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { emailChanged } from "../../../packages/core/src/mail/templates.ts";
import { account, add, newEmail, whereabouts } from "../../functions/support/customer.ts";
import { changeEmail, expire, requestEmail, requestReset, tokenTo } from "../../functions/support/links.ts";
import { admin, deployer } from "../../support/admin.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { captureMails, handleEvent, handleEvents, tokenIn } from "../../support/mail.ts";
import { product } from "../../support/products.ts";

let mails: ReturnType<typeof captureMails>;
beforeEach(() => {
  mails = captureMails();
});
afterEach(() => {
  mails.ses.restore();
  vi.restoreAllMocks();
});

async function order(email = newEmail()) {
  const { sku } = await product({ price: 100, title: "Linen shirt" });
  const shopper = client();
  await add(shopper, sku, 2);
  const placed = await shopper.send("POST", "/v1/orders", {
    body: orderOf(200, { email }),
    headers: keyed(),
  });
  expect(placed.status).toBe(201);
  return { shopper, email, order: placed.body };
}

describe("an event sends one mail", () => {
  it("to the buyer of an order, when it is placed and when it is canceled", async () => {
    const { shopper, email, order: placed } = await order();
    expect(await handleEvents(placed.id)).toEqual(["order.placed"]);
    expect(mails.to(email)).toHaveLength(1);
    expect(mails.to(email)[0]).toMatchObject({
      from: '"MyClothes" <shop@example.com>',
      subject: `We have received your order ${placed.number}`,
      text: expect.stringContaining("Linen shirt"),
    });
    await shopper.send("POST", `/v1/orders/${placed.id}/cancellation`);
    expect(await handleEvents(placed.id, "order.canceled")).toEqual(["order.canceled"]);
    expect(mails.to(email).map(({ subject }) => subject)).toEqual([
      `We have received your order ${placed.number}`,
      `Your order ${placed.number} was canceled`,
    ]);
  });

  it("to the buyer again when the merchant asks for it, and leaves an audit row", async () => {
    const { email, order: placed } = await order();
    const manager = await admin(["orders:write", "orders:read", "keys:write"]);
    const path = `/admin/v1/orders/${placed.id}/confirmation`;
    expect((await manager.send("POST", path)).status).toBe(202);
    expect(await handleEvents(placed.id, "order.confirmation_requested")).toEqual([
      "order.confirmation_requested",
    ]);
    expect(mails.to(email).map(({ subject }) => subject)).toEqual([
      `We have received your order ${placed.number}`,
    ]);
    const { body } = await manager.send("GET", `/admin/v1/audit?subject=${placed.id}`);
    expect(body.data).toMatchObject([{ after: { mail: "confirmation" } }]);
    const unknown = `/admin/v1/orders/${newId("order", new Date())}/confirmation`;
    expect((await manager.send("POST", unknown)).body.code).toBe("order.unknown");
  });

  it("to a new customer, with the link that verifies the e-mail", async () => {
    const { email, id } = await account();
    expect(await handleEvents(id)).toEqual(["customer.created"]);
    expect(mails.to(email).map(tokenIn)).toEqual([await tokenTo(email)]);
    expect(mails.to(email)[0]?.html).toContain(`${links.Site.origins[0]}/account/email-verification#token=`);
  });

  it("to the new address of a change, and to the old one when it is made", async () => {
    const { email, id, shopper } = await account();
    const other = newEmail();
    await requestEmail(shopper, other);
    await handleEvents(id, "customer.email%");
    expect([mails.to(other).map(tokenIn), mails.to(email)]).toEqual([[await tokenTo(other)], []]);
    await changeEmail(shopper, other);
    await handleEvents(id, "customer.email_changed");
    expect(mails.to(email).map(({ subject }) => subject)).toEqual(["The e-mail of your account was changed"]);
    for (const { text, html } of mails.to(email)) expect(text + html).not.toContain(other);
  });

  it("to the account's address, for a new password", async () => {
    const { email, id } = await account();
    await requestReset(email.toUpperCase());
    await handleEvents(id, "customer.password_reset_requested");
    expect(mails.to(email).map(tokenIn)).toEqual([await tokenTo(email)]);
    expect(mails.to(email)[0]?.text).toContain(`${links.Site.origins[0]}/account/password-reset#token=`);
  });

  it("to the buyer, when a parcel is shipped, with what is in it and its tracking number", async () => {
    const { email, order: placed } = await order();
    const { send } = await admin();
    const body = {
      carrier: "UPS",
      trackingNumber: "1Z999",
      lines: [{ sku: placed.lines[0].sku, quantity: 1 }],
    };
    const { body: parcel } = await send("POST", `/admin/v1/orders/${placed.id}/fulfillments`, { body });
    expect(await handleEvents(parcel.id)).toEqual(["order.shipped"]);
    expect(mails.to(email)).toHaveLength(1);
    const { subject, text } = mails.to(email)[0] ?? {};
    expect(subject).toContain(placed.number);
    expect(text).toContain("Tracking number: 1Z999");
    expect(text).toMatch(/Linen shirt.*\n +Quantity: 1$/m);
  });

  it("to the owner, when a webhook endpoint was disabled", async () => {
    const by = { ...deployer, route: "test" };
    const ownerEmail = newEmail();
    const { updatedAt: _, version: _version, ...before } = await Settings.read(context());
    await Settings.replace(context(), by, { ...before, ownerEmail } as PutSettings, undefined);
    const endpoint = { url: "https://hooks.example.test/", events: ["*"], enabled: false };
    await Webhook.save(context(), by, "mailed", endpoint);
    await handleEvent("webhook.disabled", "mailed");
    await Webhook.remove(context(), by, "mailed");
    await Settings.replace(context(), by, before as PutSettings, undefined);
    expect(mails.to(ownerEmail)).toHaveLength(1);
    expect(mails.to(ownerEmail)[0]?.text).toContain("https://hooks.example.test/");
  });
});

it("sends no link that has expired, and nothing about what is gone", async () => {
  const { email, id } = await account();
  await requestReset(email);
  await expire(email);
  expect(await handleEvents(id)).toEqual(["customer.created", "customer.password_reset_requested"]);
  await handleEvent("order.placed", "ord_01JD8Z7K3M5N9P2Q4R6S8T0V1W");
  await handleEvent("customer.created", "cus_01JD8Z7K3M5N9P2Q4R6S8T0V1W");
  await handleEvent("customer.email_changed", "tok_01JD8Z7K3M5N9P2Q4R6S8T0V1W");
  expect(mails.sent).toEqual([]);
});

it("sends to the address with its domain in ASCII", async () => {
  const { id } = await account({ email: `Ada-${crypto.randomUUID()}@Bücher.example` });
  await handleEvents(id);
  expect(mails.sent.map(({ to }) => to)).toEqual([expect.stringMatching(/^Ada-.+@xn--bcher-kva\.example$/)]);
});

describe("without a sender", () => {
  it("logs the subject and the recipient's domain, and nothing else of the mail", async () => {
    links.Mail.from = "";
    const log = vi.spyOn(console, "info").mockImplementation(() => {});
    const { email, id } = await account();
    await handleEvents(id);
    expect(mails.sent).toEqual([]);
    const lines = log.mock.calls.map(([line]) => line);
    const line = lines.find(({ text }) => text === "mail not sent: this stage has no sender");
    expect(line).toEqual({
      text: "mail not sent: this stage has no sender",
      requestId: expect.any(String),
      subject: "Your new account: please confirm your e-mail",
      domain: "example.com",
    });
    for (const text of [email, await tokenTo(email)]) expect(JSON.stringify(lines)).not.toContain(text);
  });
});

describe("SES's errors", () => {
  it("fail the event, so that it is delivered again", async () => {
    const { id } = await account();
    const error = new TooManyRequestsException({ message: "slow down", $metadata: { httpStatusCode: 429 } });
    mails.ses.on(SendEmailCommand).rejects(error);
    await expect(handleEvents(id)).rejects.toMatchObject({ code: "service.unavailable" });
  });

  it("are logged, without the address, if the mail can never be sent", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { id, email } = await account();
    mails.ses.on(SendEmailCommand).rejects(new BadRequestException({ message: email, $metadata: {} }));
    await handleEvents(id);
    const logged = JSON.stringify(log.mock.calls);
    expect(logged).toContain("SES refuses");
    expect(logged).not.toContain(email);
  });
});

const bounce = (bounceType: string, ...emails: string[]) => ({
  version: "0",
  source: "aws.ses",
  "detail-type": "Email Bounced",
  detail: {
    eventType: "Bounce",
    bounce: {
      bounceType,
      bounceSubType: "General",
      bouncedRecipients: emails.map((emailAddress) => ({ emailAddress, status: "5.1.1" })),
    },
    mail: { messageId: "x", destination: emails },
  },
});
const complaint = (emailAddress: string) => ({
  source: "aws.ses",
  detail: { eventType: "Complaint", complaint: { complainedRecipients: [{ emailAddress }] }, mail: {} },
});

describe("feedback", () => {
  it("suppresses the recipients of permanent bounces and of complaints", () => {
    expect(suppressedBy(bounce("Permanent", "a@example.com", "B <b@example.com>"))).toEqual([
      { address: "a@example.com", reason: "bounce" },
      { address: "b@example.com", reason: "bounce" },
    ]);
    expect(suppressedBy(complaint("c@example.com"))).toEqual([
      { address: "c@example.com", reason: "complaint" },
    ]);
  });

  it("suppresses nobody for a temporary bounce or a delivery", () => {
    for (const type of ["Transient", "Undetermined"])
      expect(suppressedBy(bounce(type, "a@example.com"))).toEqual([]);
    expect(suppressedBy({ source: "aws.ses", detail: { eventType: "Delivery", delivery: {} } })).toEqual([]);
  });

  it.each([
    {},
    null,
    { source: "aws.s3", detail: {} },
    { source: "aws.ses", detail: { eventType: "Bounce" } },
  ])("refuses %j", (event) => {
    expect(() => suppressedBy(event)).toThrow();
  });

  it("stops all mail to the address, in any spelling, and stores no address", async () => {
    const { email, id } = await account();
    await receive(context(), bounce("Permanent", email.toUpperCase()));
    await receive(context(), complaint(email));
    const log = vi.spyOn(console, "info").mockImplementation(() => {});
    await handleEvents(id);
    expect(mails.to(email)).toEqual([]);
    expect(log.mock.calls).toContainEqual([
      expect.objectContaining({ reason: "bounce", domain: "example.com" }),
    ]);
    expect(await whereabouts(email)).toEqual(["customer", "customer_token"]);
    const other = newEmail();
    await Mail.send(context(), other, emailChanged);
    expect(mails.to(other)).toHaveLength(1);
  });
});
